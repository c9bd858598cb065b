using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Edge.Clock;
using Jingu.Edge.Delivery.Journal;
using NodaTime;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// What was stored beside the tick and waits to be told: receipts and answers, and on a trusted clock the grants, which
/// get their month now. Pure but for reading the journal.
/// </summary>
/// <param name="Events">For the journal.</param>
/// <param name="UpTo">Notes up to this number are among them.</param>
/// <param name="Placed">Extensions with the month they count in.</param>
internal sealed record Noted(
    ImmutableArray<GatewayEvent> Events, long UpTo, ImmutableArray<Extension> Placed)
{
    /// <summary>The most notes of one tick.</summary>
    public const int Max = 64;

    public static Noted Read(JournalStore journal, ClockLook look, DateTimeZone zone)
    {
        var notes = journal.ReadNotes(Max);
        var month = Instant.FromDateTimeOffset(look.Now.Site).InZone(zone).Date.ToYearMonth()
            .ToString("uuuu'-'MM", CultureInfo.InvariantCulture);
        ImmutableArray<Extension> placed = look.IsDated
            ? [.. journal.ReadExtensions().Where(extension => extension.Month is null)
                .Select(extension => extension with { Month = month })]
            : [];
        return new(
            [
                .. notes.Select(note => note.ToEvent(look.Now.Site)),
                .. placed.Select(extension => Used(extension, look.Now.Site)),
            ],
            notes.IsEmpty ? 0 : notes[^1].Number, placed);
    }

    private static GatewayEvent Used(Extension extension, DateTimeOffset at) => new(
        EventKinds.GrantUsed, at, extension.Unit.Value,
        Text($"{extension.By} used a grant code: {extension.Amount} more in {extension.Month}."),
        ImmutableSortedDictionary<string, string>.Empty
            .Add("name", extension.Name)
            .Add("counter", extension.Name[(extension.Name.LastIndexOf('-') + 1)..])
            .Add("unit", extension.Unit.Value)
            .Add("resource", extension.Resource.ToString())
            .Add("amount", Text($"{extension.Amount}"))
            .Add("month", extension.Month!)
            .Add("by", extension.By));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
