using System.Collections.Frozen;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Measurements, tags and fields with their types. Never changed, only added to: a field's type is fixed by its first
/// write, and other programs read these series. The README of the folder above explains them.
/// </summary>
internal static class SeriesLayout
{
    public const string Reading = "reading";
    public const string Interval = "interval";
    public const string Meter = "meter";
    public const string Point = "point";
    public const string Amount = "amount";
    public const string Total = "total";
    public const string Register = "register";
    public const string Opening = "opening";
    public const string Epoch = "epoch";
    public const string Quality = "quality";
    public const string Origin = "origin";
    public const string Sequence = "sequence";
    public const string Scaling = "scaling";

    private static readonly FrozenDictionary<Quantity, (string Value, string Count)> Fields =
        Enum.GetValues<Quantity>().ToFrozenDictionary(quantity => quantity, quantity =>
        {
            var name = Quantities.NameOf(quantity).Replace('-', '_');
            return (name, name + "_count");
        });

    /// <summary>
    /// The field with the value in its base unit: an integer for what a meter counts up, else a float.
    /// </summary>
    public static string ValueField(Quantity quantity) => Fields[quantity].Value;

    /// <summary>The integer field with the raw count, written only where it cannot be told from the value.</summary>
    public static string CountField(Quantity quantity) => Fields[quantity].Count;
}
