namespace Jingu.Lines;

/// <summary>How an output is used.</summary>
/// <param name="IsActiveAtStart">What it drives from the moment it is opened.</param>
public sealed record OutputSettings(LineAddress Line, ActiveLevel Active, bool IsActiveAtStart);
