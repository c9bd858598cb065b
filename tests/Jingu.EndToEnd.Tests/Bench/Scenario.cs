using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.EndToEnd.Tests.Programs;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>One run of the bench as a user would start it.</summary>
/// <param name="Faults">The fault file's text; empty for an undisturbed run.</param>
/// <param name="Arguments">What else is asked for.</param>
internal sealed record Scenario(string Faults, params string[] Arguments)
{
    /// <summary>How long the run may take, machine time.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// A planted bug, by the word of tests/README.md; null: none, or what the environment of the tests says.
    /// </summary>
    public string? PlantedBug { get; init; }

    /// <summary>Reads back what the gateways recorded, before the folder goes.</summary>
    public bool ReadsJournals { get; init; }

    public Scenario With(params string[] more) => this with { Arguments = [.. Arguments, .. more] };

    public Scenario ReadingJournals() => this with { ReadsJournals = true };

    public async Task<BenchOutcome> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("jingu-end-to-end-").FullName;
        try
        {
            var report = Path.Combine(folder, "out.json");
            List<string> arguments = ["--headless", "--report", report, .. Arguments];
            if (Faults.Length > 0)
            {
                var file = Path.Combine(folder, "faults.yaml");
                await File.WriteAllTextAsync(file, Faults);
                arguments.AddRange(["--faults", file]);
            }
            var work = Path.Combine(folder, "work");
            if (ReadsJournals)
                arguments.AddRange(["--keep", work]);
            var environment = new Dictionary<string, string>();
            if (PlantedBug is { } bug)
                environment["JINGU_PLANTED_BUG"] = bug;
            await using var bench = RunningProgram.Start(Binaries.Bench, folder, environment, [.. arguments]);
            var exitCode = await bench.EndAsync(Max);
            var said = File.Exists(report) ? JsonNode.Parse(await File.ReadAllTextAsync(report))!.AsObject() : null;
            return new(exitCode, said,
                string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', arguments)}\n{bench.Output}"))
            {
                Recorded = ReadsJournals && said is not null ? await Journals.ReadAsync(work) : [],
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
