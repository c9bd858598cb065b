using System.Text.RegularExpressions;
using Jingu.EndToEnd.Tests.Programs;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>A bench that goes on while people sit before its pages, and stays up after its last day.</summary>
internal sealed partial class LiveBench : IAsyncDisposable
{
    /// <summary>Facility manager and administrator.</summary>
    public const string Manager = "manager";

    /// <summary>A second facility manager.</summary>
    public const string Deputy = "deputy";

    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly RunningProgram _program;

    private LiveBench(string folder, RunningProgram program) => (_folder, _program) = (folder, program);

    public Uri Dashboard { get; private set; } = null!;

    /// <summary>Of both people.</summary>
    public string Password { get; private set; } = "";

    /// <summary>What it wrote at the end, beside the registers' truth.</summary>
    public string ReportFile => Path.Combine(_folder, "out.json");

    /// <param name="arguments">Of the bench.</param>
    public static async Task<LiveBench> StartAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("jingu-browser-").FullName;
        var program = RunningProgram.Start(
            Binaries.Bench, folder,
            ["--report", Path.Combine(folder, "out.json"), .. arguments]);
        var bench = new LiveBench(folder, program);
        try
        {
            await program.SaysAsync("password ", StartMax);
            var said = Said().Match(program.Output);
            (bench.Dashboard, bench.Password) = (new(said.Groups["address"].Value), said.Groups["password"].Value);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the last day is over and everything is delivered.</summary>
    public Task OverAsync(TimeSpan max) => _program.SaysAsync("The dashboard stays at", max);

    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
        {
            _program.Signal("INT");
            await _program.EndAsync(TimeSpan.FromMinutes(1));
        }
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"Dashboard: (?<address>\S+).*?password (?<password>\S+)", RegexOptions.Singleline)]
    private static partial Regex Said();
}
