using System.Text.Json;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>A part of one series as the server sends it. Valid until the next one is taken.</summary>
internal sealed class InfluxSeries(JsonElement series)
{
    private readonly Dictionary<string, int> _columns = series.GetProperty("columns").EnumerateArray()
        .Select((column, index) => (Name: column.GetString()!, index))
        .ToDictionary(column => column.Name, column => column.index);

    /// <summary>The value of a tag that the query groups by.</summary>
    public string Tag(string name) => series.GetProperty("tags").GetProperty(name).GetString()!;

    public IEnumerable<Row> Rows =>
        series.TryGetProperty("values", out var rows)
            ? rows.EnumerateArray().Select(row => new Row(row, _columns))
            : [];

    /// <summary>One row; a column that is absent or null has no value.</summary>
    internal readonly struct Row(JsonElement row, Dictionary<string, int> columns)
    {
        public bool Has(string column) =>
            columns.TryGetValue(column, out var place) && row[place].ValueKind != JsonValueKind.Null;

        public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Whole("time"));

        public long Whole(string column) => row[columns[column]].GetInt64();

        public double Number(string column) => row[columns[column]].GetDouble();

        public string Text(string column) => row[columns[column]].GetString()!;

        public bool Flag(string column) => row[columns[column]].GetBoolean();
    }
}
