namespace Jingu.Lines;

/// <summary>What came of reading or driving a level.</summary>
public abstract record LevelOutcome
{
    private LevelOutcome()
    {
    }

    public sealed record Level(bool IsActive) : LevelOutcome;

    /// <summary>The line is not there any more: dispose it and open it again.</summary>
    public sealed record Gone(string Detail) : LevelOutcome;
}
