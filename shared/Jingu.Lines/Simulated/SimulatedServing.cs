using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Jingu.Lines.I2c;
using Jingu.Time;

namespace Jingu.Lines.Simulated;

/// <summary>One connection: one line or light sensor, asked and answered until the gateway leaves.</summary>
internal sealed class SimulatedServing(
    TcpClient socket, ConcurrentDictionary<LineAddress, SimulatedLine> lines,
    ConcurrentDictionary<I2cAddress, SimulatedLightSensor> sensors, MachineTime time)
{
    private SimulatedLine? _line;
    private SimulatedLightSensor? _sensor;
    private ActiveLevel _active;
    private LineEdges _edges;
    private long _sequence;

    public async Task RunAsync(CancellationToken stop)
    {
        socket.NoDelay = true;
        using (socket)
        using (var reader = new StreamReader(socket.GetStream()))
        await using (var writer = new StreamWriter(socket.GetStream()) { AutoFlush = true, NewLine = "\n" })
        {
            try
            {
                while (await reader.ReadLineAsync(stop) is { } question)
                {
                    await writer.WriteLineAsync((await AnswerAsync(question, stop)).AsMemory(), stop);
                    if (question.StartsWith("take", StringComparison.Ordinal))
                        _line?.Taken?.Invoke();
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The gateway left, or the simulator ends.
            }
        }
    }

    private async ValueTask<string> AnswerAsync(string question, CancellationToken stop)
    {
        var words = question.Split(' ');
        if (words[0] is "in" or "out")
            return Open(words);
        if (words[0] == "light")
            return OpenLight(words);
        if (_sensor is { } sensor)
        {
            return sensor.Measure() is { } counts
                ? SimulatedProtocol.Counts(counts)
                : $"{SimulatedProtocol.Gone}nothing answers at {sensor.Address}";
        }
        if (_line is not { } line)
            return $"{SimulatedProtocol.Gone}no line is open";
        if (words[0] == "take")
            await WaitAsync(line, long.Parse(words[1], CultureInfo.InvariantCulture), stop);
        if (line.IsUnplugged)
            return $"{SimulatedProtocol.Gone}{line.Address.Chip} was unplugged";
        line.BeforeAnswer?.Invoke();
        switch (words[0])
        {
            case "take":
                var taken = line.Since(_sequence, _active, _edges);
                _sequence = taken.Sequence;
                return SimulatedProtocol.Edges(taken);
            case "set":
                line.Drive(words[1] == "1" == (_active == ActiveLevel.High), Now());
                break;
        }
        return SimulatedProtocol.Level(line.IsHigh == (_active == ActiveLevel.High));
    }

    private string Open(string[] words)
    {
        var address = new LineAddress(
            string.Join(' ', words[4..]), int.Parse(words[3], CultureInfo.InvariantCulture));
        if (lines.Keys.All(line => line.Chip != address.Chip)
            || lines.Values.Any(line => line.Address.Chip == address.Chip && line.IsUnplugged))
        {
            return $"{SimulatedProtocol.No}there is no GPIO chip '{address.Chip}': is it plugged in, and the label "
                + "right?";
        }
        if (!lines.TryGetValue(address, out var line))
            return $"{SimulatedProtocol.No}there is no line {address.Offset} on {address.Chip}.";
        (_line, _active) = (line, SimulatedProtocol.ParseActive(words[1]));
        _edges = words[2] == "both" ? LineEdges.Both : LineEdges.Rising;
        if (words[0] == "out")
            line.Drive(words[2] == "1" == (_active == ActiveLevel.High), Now());
        return SimulatedProtocol.Ok;
    }

    private string OpenLight(string[] words)
    {
        var address = new I2cAddress(
            int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
        if (!sensors.TryGetValue(address, out var sensor) || sensor.IsUnplugged)
            return $"{SimulatedProtocol.No}no BH1750 answers at {address}: is it wired, and its address right?";
        _sensor = sensor;
        return SimulatedProtocol.Ok;
    }

    private async ValueTask WaitAsync(SimulatedLine line, long milliseconds, CancellationToken stop)
    {
        var change = line.NextChange();
        if (milliseconds == 0 || line.IsUnplugged || line.Since(_sequence, _active, _edges).Sequence > _sequence)
            return;
        try
        {
            await change.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), time, stop);
        }
        catch (TimeoutException)
        {
            // Then there is nothing to tell.
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0);
}
