using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.EndToEnd.Tests.Programs;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>What gateways have recorded, so that two runs of one seed can be compared entry by entry.</summary>
internal static partial class Journals
{
    private static readonly string[] Streams = ["intervals", "events"];
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(1);

    /// <summary>Records are JSON within JSON: a quotation mark escaped by its number would run into an id.</summary>
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Every interval and event of a kept working folder, one line each, in the order of the journals. Left out is what
    /// no seed can give twice: ids that are random so that nobody can guess or repeat them (journals, commands), with
    /// the hashes over records that name them; and that a command came again, which a timer of the machine brings about
    /// and which does nothing.
    /// </summary>
    public static async Task<ImmutableArray<string>> ReadAsync(string work)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var gateway in Directory.EnumerateDirectories(work, "gateway-*").Order(StringComparer.Ordinal))
        {
            foreach (var stream in Streams)
            {
                await using var export = RunningProgram.Start(
                    Binaries.Edge, gateway, "journal", "--config", "gateway.yaml", "--export", stream);
                Assert.Equal(0, await export.EndAsync(Max));
                var name = $"{Path.GetFileName(gateway)} {stream}: ";
                lines.AddRange(
                    from entry in export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    from item in JsonNode.Parse(entry)!["items"]!.AsArray()
                    where (string?)item!["kind"] != "command-repeated"
                    select name + Random().Replace(item.ToJsonString(Readable), "random"));
            }
        }
        return lines.ToImmutable();
    }

    [GeneratedRegex("[0-9a-f]{64}|[0-9a-f]{32}")]
    private static partial Regex Random();
}
