using System.Collections.Immutable;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>What is given out as rows, whatever the format. Immutable.</summary>
/// <param name="Name">Of the sheet, ASCII, at most 31 characters.</param>
/// <param name="Columns">Heads, with the unit in the name, such as usedWh.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record Table(
    string Name, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows);

/// <summary>One value. What is not known is <see cref="Empty"/>, never 0.</summary>
internal abstract record Cell
{
    private Cell()
    {
    }

    public sealed record Empty : Cell;

    /// <summary>May come from anybody: no format lets it become a formula.</summary>
    public sealed record Text(string Value) : Cell;

    /// <summary>A counter, in Wh, L or pieces.</summary>
    public sealed record Whole(long Value) : Cell;

    /// <summary>For a screen: a share or an indicator.</summary>
    public sealed record Fraction(double Value) : Cell;

    /// <summary>UTC.</summary>
    public sealed record Moment(DateTimeOffset Value) : Cell;

    public static implicit operator Cell(string? text) => text is null ? new Empty() : new Text(text);

    public static implicit operator Cell(long? number) => number is { } value ? new Whole(value) : new Empty();

    public static implicit operator Cell(int? number) => (long?)number;

    public static implicit operator Cell(double? number) => number is { } value ? new Fraction(value) : new Empty();

    public static implicit operator Cell(DateTimeOffset? at) => at is { } value ? new Moment(value) : new Empty();
}
