using System.Collections.Immutable;
using System.Globalization;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>Which notices are asked for; what is null or empty leaves none out. Pure.</summary>
/// <param name="State">One of <see cref="States"/>.</param>
/// <param name="Unit">To whom.</param>
/// <param name="Year">In which it was issued.</param>
internal sealed record NoticeFilter(string? State, string? Unit, int? Year)
{
    public static readonly ImmutableArray<string> States =
        ["open", "overdue", "issued", "answered", "sent-back", "closed", "withdrawn"];

    /// <summary>True for a word that filters, or none.</summary>
    public static bool IsState(string? state) => string.IsNullOrEmpty(state) || States.Contains(state);

    /// <summary>The word of a state.</summary>
    public static string WordOf(NoticeState state) =>
        state == NoticeState.SentBack ? "sent-back" : state.ToString().ToLowerInvariant();

    public ImmutableArray<NoticeReport> Of(IEnumerable<NoticeReport> notices) =>
        [.. notices.Where(notice => Admits(notice))];

    private bool Admits(NoticeReport notice) =>
        State switch
        {
            null or "" => true,
            "open" => notice.IsOpen,
            "overdue" => notice.IsOverdue,
            _ => WordOf(notice.State) == State,
        }
        && (string.IsNullOrEmpty(Unit) || notice.To.Unit == Unit)
        && (Year is not { } year
            || notice.Number.StartsWith(year.ToString("D4", CultureInfo.InvariantCulture), StringComparison.Ordinal));
}
