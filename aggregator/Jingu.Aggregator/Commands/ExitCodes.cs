namespace Jingu.Aggregator.Commands;

/// <summary>Exit codes of all programs of Jingu (design.md, section 7).</summary>
internal static class ExitCodes
{
    public const int Good = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;
    public const int MachineLacks = 3;
    public const int Interrupted = 130;
}
