using System.Globalization;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Contracts.Commands;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>What was written of a register; nothing of it is checked.</summary>
/// <param name="Measure">In what dials and amount are written: Wh or kWh, L or m3.</param>
/// <param name="At">Local date and time, or an instant with its offset; empty: where the register changed.</param>
/// <param name="Word"><c>believe</c> or <c>new-base</c>.</param>
/// <param name="Journal">On what the ledger stood for whoever writes, with <paramref name="Epoch"/>.</param>
internal sealed record MeterForm(
    string? Measure, string? Closing, string? Opening, string? Serial, string? At, string? Word, string? Amount,
    long? Case, string? Journal, int? Epoch);

/// <summary>
/// Makes signed orders of what people say of registers, and checks it as far as it can be checked away from the
/// gateway, which has the last word. Pure.
/// </summary>
internal static class MeterOrder
{
    /// <summary>What may be ordered of a register.</summary>
    public static readonly string[] Actions = ["replace-meter", "settle-case"];

    /// <summary>As dials and amounts may be written, of electricity and of water.</summary>
    public static readonly string[] MeasuresOfElectricity = ["kWh", "Wh"];

    /// <inheritdoc cref="MeasuresOfElectricity"/>
    public static readonly string[] MeasuresOfWater = ["m3", "L"];

    private const decimal DialMax = 1_000_000_000_000;

    /// <summary>An instant of a second ago is not of the future on another clock.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(1);

    /// <summary>In what the dials of a point may be written.</summary>
    public static string[] MeasuresOf(PointSheet point) =>
        point.Resource == "water" ? MeasuresOfWater : MeasuresOfElectricity;

    /// <param name="complaints">Gets a text's name for each field that is wrong.</param>
    /// <returns>Null where something is wrong.</returns>
    public static CommandAction? Of(
        string action, PointSheet point, MeterForm form, DateTimeZone zone, DateTimeOffset now,
        Dictionary<string, string> complaints)
    {
        if (!MeasuresOf(point).Contains(form.Measure))
            complaints["measure"] = "MeterMeasureWrong";
        if (point.Stands is not { } stands)
            complaints["point"] = "MeterNoLedger";
        else if (form.Journal is null || form.Epoch is null)
            complaints["stands"] = "MeterStandsMissing";
        else if (stands != new LedgerStand(form.Journal, form.Epoch.Value))
            complaints["stands"] = "MeterStandsOn";
        CommandAction? made = action == "replace-meter"
            ? Replace(point, form, zone, now, complaints)
            : Settle(point, form, complaints);
        return complaints.Count == 0 ? made : null;
    }

    /// <summary>As the audit names it.</summary>
    public static string Describe(CommandAction action) => action switch
    {
        CommandAction.ReplaceMeter replace => string.Create(
            CultureInfo.InvariantCulture,
            $"replace-meter {replace.Point} closing {replace.Closing:0.###} opening {replace.Opening:0.###}"),
        CommandAction.SettleCase settle => string.Create(
            CultureInfo.InvariantCulture,
            $"settle-case {settle.Point} {settle.Case} {settle.Word} {settle.Amount}"),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static CommandAction.ReplaceMeter Replace(
        PointSheet point, MeterForm form, DateTimeZone zone, DateTimeOffset now,
        Dictionary<string, string> complaints)
    {
        var (closing, opening) = (BaseUnits(form.Closing, form.Measure), BaseUnits(form.Opening, form.Measure));
        if (closing is null)
            complaints["closing"] = "MeterDialWrong";
        else if (closing >= point.Told?.DialEnd)
            complaints["closing"] = "MeterBeyondDial";
        if (opening is null)
            complaints["opening"] = "MeterDialWrong";
        if (form.Serial?.Trim().Length > CommandAction.ReplaceMeter.SerialMax)
            complaints["serial"] = "MeterSerialWrong";
        var at = string.IsNullOrWhiteSpace(form.At) ? null : InstantOf(form.At.Trim(), zone);
        if (!string.IsNullOrWhiteSpace(form.At) && at is null)
            complaints["at"] = "MeterAtWrong";
        if (at > now + AheadMax)
            complaints["at"] = "MeterAtAhead";
        return new(
            point.Id, form.Journal ?? "", form.Epoch ?? 0, closing ?? 0, opening ?? 0, form.Serial?.Trim() ?? "", at);
    }

    private static CommandAction.SettleCase Settle(
        PointSheet point, MeterForm form, Dictionary<string, string> complaints)
    {
        if (form.Case is not >= 1)
            complaints["case"] = "MeterCaseWrong";
        if (form.Word is not ("believe" or "new-base"))
            complaints["word"] = "MeterWordWrong";
        var isNewBase = form.Word == "new-base";
        var amount = isNewBase ? BaseUnits(form.Amount, form.Measure) : 0;
        if (amount is null || amount != decimal.Truncate(amount.Value))
            complaints["amount"] = "MeterAmountWrong";
        return new(
            point.Id, form.Journal ?? "", form.Epoch ?? 0, form.Case ?? 0,
            isNewBase ? SettleWord.NewBase : SettleWord.Believe, (long)decimal.Truncate(amount ?? 0));
    }

    /// <summary>Wh or L; null where the text is none that a dial shows.</summary>
    private static decimal? BaseUnits(string? text, string? measure) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var shown)
        && shown is >= 0 and <= DialMax && shown * (measure is "kWh" or "m3" ? 1000 : 1) is <= DialMax and var inBase
            ? inBase
            : null;

    private static DateTimeOffset? InstantOf(string text, DateTimeZone zone)
    {
        foreach (var pattern in (string[])["uuuu'-'MM'-'dd'T'HH':'mm", "uuuu'-'MM'-'dd'T'HH':'mm':'ss"])
        {
            if (LocalDateTimePattern.CreateWithInvariantCulture(pattern).Parse(text) is { Success: true } local)
                return local.Value.InZoneLeniently(zone).ToInstant().ToDateTimeOffset();
        }
        return OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } instant
            ? instant.Value.ToInstant().ToDateTimeOffset()
            : null;
    }
}
