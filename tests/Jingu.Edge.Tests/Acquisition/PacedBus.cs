using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// A serial line of meters in a process of its own (testdata/paced_bus.py): pymodbus frames on a pseudo-terminal, at
/// the pace of a wire. It judges when each request came.
/// </summary>
internal sealed class PacedBus : IAsyncDisposable
{
    private readonly Process _process;

    private PacedBus(Process process, string device) => (_process, Device) = (process, device);

    public string Device { get; }

    public static async Task<PacedBus> StartAsync(int baud, int units, int deviceMilliseconds)
    {
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "testdata", "paced_bus.py"));
        foreach (var argument in new[] { baud, units, deviceMilliseconds })
            start.ArgumentList.Add(argument.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start)!;
        var device = await process.StandardOutput.ReadLineAsync()
            ?? throw new XunitException($"no paced bus: {await process.StandardError.ReadToEndAsync()}");
        return new(process, device);
    }

    public async Task SilenceAsync(params int[] units)
    {
        await _process.StandardInput.WriteLineAsync($"dead {string.Join(' ', units)}");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the line and gives what was seen on it.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        _process.StandardInput.Close();
        var said = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0)
            throw new XunitException(await _process.StandardError.ReadToEndAsync());
        var json = JsonNode.Parse(said)!;
        return new(
            (int)json["requests"]!, (double)json["silence"]!, (double)json["gapMin"]!, (int)json["gapsShort"]!,
            (int)json["collisions"]!, (double)json["use"]!,
            json["answers"]!.AsObject().ToDictionary(
                unit => int.Parse(unit.Key, CultureInfo.InvariantCulture),
                unit => unit.Value!.AsArray().Select(at => (double)at!).ToList()));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <param name="GapMin">The shortest silence before a request, seconds.</param>
    /// <param name="GapsShort">Requests that came before 3.5 characters of silence.</param>
    /// <param name="Use">Line time that frames, silences and meters need at least, as a part of it and of what the
    /// poller usually lets pass.</param>
    /// <param name="Answers">Per unit identifier when its answers ended, seconds.</param>
    internal sealed record Verdict(
        int Requests, double Silence, double GapMin, int GapsShort, int Collisions, double Use,
        IReadOnlyDictionary<int, List<double>> Answers);
}
