using System.Globalization;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Contracts.Events;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sheets;

/// <summary>
/// One line of the meter-exchange log: what a gateway recorded of a meter that was replaced, changed or settled, or of
/// a dial that a person read. What its event does not say is null.
/// </summary>
/// <param name="Closing">Of the meter that went, as it was read, in its own unit.</param>
/// <param name="Opening">Of the meter that came.</param>
/// <param name="TotalBefore">Ledger total, Wh or L.</param>
internal sealed record MeterChange(
    DateTimeOffset At, string Gateway, string Point, string Kind, string? MeterBefore, string? Meter, string? Serial,
    decimal? Closing, decimal? Opening, long? TotalBefore, long? Total, string? By, string? Reason, string Text)
{
    /// <summary>The kinds of events that belong into it.</summary>
    public static readonly string[] Kinds =
    [
        EventKinds.MeterReplaced, EventKinds.MeterChanged, EventKinds.MultiplierChanged, EventKinds.CaseSettled,
        EventKinds.LedgerOpened, EventKinds.RegisterWrapped, EventKinds.DialRead,
    ];

    /// <summary>In every language; null where only the gateway's own tells it.</summary>
    public Sentence? Sentence { get; private init; }

    /// <param name="zone">The site's: sentences tell its time.</param>
    public static MeterChange Of(string gateway, GatewayEvent happened, DateTimeZone zone)
    {
        string? Fact(string name) => happened.Fact(name);
        decimal? Reading(string name) => EventFacts.Number(Fact(name));
        long? Whole(string name) =>
            long.TryParse(Fact(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        return new(
            happened.Instant, gateway, happened.Subject, happened.Kind, Fact("meterBefore"), Fact("meter"),
            Fact("serial"), Reading("closing"), Reading("opening"), Whole("totalBefore"), Whole("total"), Fact("by"),
            Fact("reason"), happened.Text)
        {
            Sentence = EventSentence.Of(happened, zone),
        };
    }
}
