namespace Jingu.Aggregator.People;

/// <summary>Which entries of the audit are wanted; null: all.</summary>
/// <param name="Who">Part of who did it.</param>
/// <param name="Text">Part of what was done, or of what about.</param>
/// <param name="From">Included, UTC.</param>
/// <param name="To">Excluded, UTC.</param>
/// <param name="Before">Only entries with a smaller number: those that come after a page.</param>
/// <param name="Max">At most so many.</param>
internal sealed record AuditQuery(
    string? Who, string? Text, DateTimeOffset? From, DateTimeOffset? To, long? Before, int Max);
