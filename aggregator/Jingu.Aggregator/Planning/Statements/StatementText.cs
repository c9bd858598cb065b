using System.Globalization;

namespace Jingu.Aggregator.Planning.Statements;

/// <summary>A statement in plain lines: every number with what it was multiplied by and where it comes from.</summary>
internal static class StatementText
{
    private const int DaysPerLine = 7;

    public static IEnumerable<string> Lines(BudgetStatement statement)
    {
        yield return $"{statement.Unit} {statement.Name}, {statement.Resource}, {statement.Month}";
        if (statement.Why is { } why)
            yield return $"  no budget: {why}";
        foreach (var line in statement.Spans.SelectMany(span => SpanLines(span, statement)))
            yield return line;
        if (statement.Computed is { } computed)
        {
            yield return Text($"  sum {statement.ExactSum} {statement.BaseUnit}, rounded down: ")
                + Text($"{computed:N0} {statement.BaseUnit}");
            yield return $"  calendar: {statement.Calendar}";
            foreach (var line in DayLines(statement))
                yield return line;
        }
        foreach (var entry in statement.Adjustments)
            yield return EntryLine(entry, statement.BaseUnit);
        if (statement.Available is { } available)
        {
            yield return Text($"  budget {available:N0} {statement.BaseUnit} = {available / 1000m:N3} ")
                + (statement.BaseUnit == "Wh" ? "kWh" : "m3");
            foreach (var conversion in statement.Conversions)
                yield return ConversionLine(conversion, statement.BaseUnit, Math.Max(0, available));
        }
        foreach (var sentence in statement.Leases)
            yield return $"  {sentence}";
        var stamp = statement.Stamp;
        yield return Text($"  computed from plan {stamp.Plan}; {stamp.Zone}, time-zone data {stamp.ZoneVersion}");
    }

    private static IEnumerable<string> SpanLines(StatementSpan span, BudgetStatement statement)
    {
        yield return Text($"  {span.From} to {span.To}: {span.WorkingDays} working days x {span.WorkingDayWeight} + ")
            + Text($"{span.RestDays} days of rest x {span.RestDayWeight} = weight {span.Weight}");
        yield return Text($"    {span.Established:N0} heads x {span.PerHead:N0} {statement.BaseUnit} x ")
            + Text($"{span.SeasonThousandths:N0} / 1,000 x {span.Weight} / {statement.Weight} = {span.Exact}");
        yield return $"    head-count {span.HeadcountSource}";
        yield return $"    quota per head and month {span.QuotaSource}";
        yield return $"    month shape {span.ShapeSource}";
    }

    private static IEnumerable<string> DayLines(BudgetStatement statement)
    {
        yield return "  days, which add up to it (r: day of rest, *: declared by the calendar):";
        foreach (var chunk in statement.Days.Chunk(DaysPerLine))
        {
            yield return "    " + string.Join("  ", chunk.Select(day =>
                $"{day.Day[5..]}{(day.Kind == "rest" ? "r" : "")}{(day.Declared is null ? "" : "*")} "
                + Text($"{day.Share:N0}")));
        }
        foreach (var day in statement.Days.Where(day => day.Declared is not null))
            yield return $"    {day.Day} {day.Kind}: {day.Declared}";
    }

    private static string EntryLine(StatementEntry entry, string baseUnit) =>
        Text($"  {entry.Amount:+#,0;-#,0} {baseUnit} {entry.Kind} {entry.Id}")
        + (entry.Reverses is { } reverses ? $" of {reverses}" : "")
        + Text($": {entry.Reason} ({entry.Actor}, {entry.At:yyyy-MM-dd'T'HH:mm:ss'Z'})");

    private static string ConversionLine(StatementConversion conversion, string baseUnit, long amount) =>
        Text($"  {conversion.Kind}: {amount:N0} {baseUnit} x {conversion.Milligrams:N0} mg/")
        + (baseUnit == "Wh" ? "kWh" : "m3")
        + Text($" / 1,000,000 = {conversion.Grams:N0} g; set {conversion.Set} from {conversion.From}, ")
        + $"{conversion.Scope}{(conversion.Confirmed ? "" : ", unconfirmed")} ({conversion.Source})";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
