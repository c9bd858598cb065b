using System.Collections.Immutable;
using System.Text;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>
/// Reads CSV by RFC 4180: fields apart by commas, rows by CRLF or LF, quotes around fields that hold either, quotes
/// doubled inside. UTF-8, with or without the mark at its beginning. Semicolons do not separate.
/// </summary>
internal static class CsvText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The rows with fields by the header's names; what cannot be read is complained of.</summary>
    public static ImmutableArray<RawRow> Read(ReadOnlySpan<byte> bytes, List<PlanComplaint> complaints)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            complaints.Add(PlanFault.Encoding.At(0, ""));
            return [];
        }
        var records = Records(text, complaints);
        return complaints.Count == 0 ? Named(records, complaints) : [];
    }

    private static ImmutableArray<RawRow> Named(List<string[]> records, List<PlanComplaint> complaints)
    {
        if (records.Count == 0)
        {
            complaints.Add(PlanFault.Header.At(1, ""));
            return [];
        }
        var header = records[0].Select(name => name.Trim()).ToArray();
        if (header.Length == 1 && header[0].Contains(';', StringComparison.Ordinal))
            complaints.Add(PlanFault.Semicolons.At(1, ""));
        else if (header.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            complaints.Add(PlanFault.Twice.At(1, twice.Key));
        if (complaints.Count > 0)
            return [];
        var rows = ImmutableArray.CreateBuilder<RawRow>();
        for (var number = 2; number <= records.Count; number++)
        {
            var fields = records[number - 1];
            if (fields is [""])
                continue;
            if (fields.Length != header.Length)
            {
                complaints.Add(PlanFault.Fields.At(number, "", fields.Length, header.Length));
                continue;
            }
            rows.Add(new(number, header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second)));
        }
        return rows.ToImmutable();
    }

    private static List<string[]> Records(string text, List<PlanComplaint> complaints)
    {
        var records = new List<string[]>();
        var fields = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            if (Field(text, ref at) is not { } field)
            {
                complaints.Add(PlanFault.Quotes.At(records.Count + 1, "", fields.Count + 1));
                return records;
            }
            fields.Add(field);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                if (at < text.Length)
                    continue;
                fields.Add("");
            }
            else
            {
                at += text.AsSpan(at).StartsWith("\r\n") ? 2 : 1;
            }
            records.Add([.. fields]);
            fields.Clear();
        }
        return records;
    }

    /// <summary>
    /// The field that begins here; moves on to the separator behind it. Null when its quotes are wrong.
    /// </summary>
    private static string? Field(string text, ref int at)
    {
        var start = at;
        if (text[at] != '"')
        {
            while (at < text.Length && text[at] is not (',' or '\n' or '\r' or '"'))
                at++;
            return at < text.Length && text[at] == '"' ? null : text[start..at];
        }
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                at++;
                continue;
            }
            var field = text[(start + 1)..at].Replace("\"\"", "\"", StringComparison.Ordinal);
            at++;
            return at == text.Length || text[at] is ',' or '\n' or '\r' ? field : null;
        }
        return null;
    }
}
