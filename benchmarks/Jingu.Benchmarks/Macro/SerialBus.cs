using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Jingu.Benchmarks.Macro;

/// <summary>
/// Meters on a pseudo-terminal at the pace of a wire, by the same foreign judge that the tests use
/// (tests/Jingu.Edge.Tests/testdata/paced_bus.py): it sends byte by byte and says when each request came. It ends with
/// its input, so it never outlives this program.
/// </summary>
internal sealed class SerialBus : IAsyncDisposable
{
    /// <summary>How long a meter thinks before it answers.</summary>
    private const int DeviceMilliseconds = 3;

    private readonly Process _process;
    private readonly string _device;

    private SerialBus(Process process, string device) => (_process, _device) = (process, device);

    public static async Task<SerialBus> StartAsync(int baud, int meters)
    {
        var script = Path.Combine(Checkout.Root, "tests", "Jingu.Edge.Tests", "testdata", "paced_bus.py");
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", [script, Text(baud), Text(meters), Text(DeviceMilliseconds)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new(process, await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("the serial line of meters did not start"));
    }

    /// <summary>An entry of commissioning.yaml.</summary>
    public string Port(int baud) =>
        $"{{id: port-0, kind: modbus-rtu, device: {_device}, baud: {baud}, parity: none, stopBits: 1, period: 1s}}";

    public async Task SilenceAsync(IEnumerable<int> unitIdentifiers)
    {
        await _process.StandardInput.WriteLineAsync($"dead {string.Join(' ', unitIdentifiers)}");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the line and tells what was seen on it.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        _process.StandardInput.Close();
        var said = JsonNode.Parse(await _process.StandardOutput.ReadToEndAsync())!;
        await _process.WaitForExitAsync();
        return new(
            (int)said["requests"]!, (int)said["gapsShort"]!, (double)said["use"]!,
            said["answers"]!.AsObject().ToDictionary(
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

    /// <param name="GapsShort">Requests that came before 3.5 characters of silence.</param>
    /// <param name="Use">Line time that frames, silences and meters need at least, as a part of it and of what the
    /// poller usually lets pass between an answer and the next request.</param>
    /// <param name="Answers">Per unit identifier when its answers ended, seconds.</param>
    internal sealed record Verdict(
        int Requests, int GapsShort, double Use, IReadOnlyDictionary<int, List<double>> Answers);
}
