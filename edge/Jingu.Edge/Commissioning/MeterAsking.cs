using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.Profiles;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Asks the meters of a commissioning plan as a tool does, beside a running gateway or without one. A serial line
/// belongs to one program: while a gateway has it, what the gateway read last is given instead. Behind a TCP address
/// the tool makes a connection of its own, one request at a time.
/// </summary>
internal sealed class MeterAsking(CommissioningPlan plan, GatewayOptions options, SiteTime site, MachineTime machine)
    : IAsyncDisposable
{
    private readonly Dictionary<string, IMeterPort> _ports = [];
    private readonly Dictionary<MeterPlan, IMeterReader> _readers = [];

    /// <summary>
    /// True while another program has the meter's line. Pulses are counted by the gateway alone: a tool that watched
    /// too would count others.
    /// </summary>
    public bool IsTaken(MeterPlan meter) =>
        PortOf(meter).Settings is PortSettings.Pulses or PortSettings.SimulatedPulses
        || (LineOf(PortOf(meter).Settings) is { } line && !_ports.ContainsKey(meter.Port)
            && SerialLink.IsInUse(line.Device));

    /// <summary>Asks the meter once; a fault is tried once more, as polls are.</summary>
    public async Task<(MeterReading? Reading, MeterReadFault? Fault)> AskAsync(MeterPlan meter, CancellationToken stop)
    {
        var result = await ReaderOf(meter).ReadAsync(new ReadTerms(KeepRegisters: true), stop);
        if (result is MeterReadResult.Failed)
            result = await ReaderOf(meter).ReadAsync(new ReadTerms(KeepRegisters: true), stop);
        return result switch
        {
            MeterReadResult.Values values =>
                (new MeterReading(site.GetUtcNow(), values.Counts, values.Registers), null),
            MeterReadResult.Failed failed => (null, failed.Fault),
            _ => throw new InvalidOperationException($"a read ended as {result}"),
        };
    }

    /// <summary>What the meter says of itself; null where it says nothing.</summary>
    public ValueTask<Nameplate?> IdentifyAsync(MeterPlan meter, CancellationToken stop) =>
        ReaderOf(meter).IdentifyAsync(stop);

    public PortPlan PortOf(MeterPlan meter) => plan.Ports.First(port => port.Id == meter.Port);

    public async ValueTask DisposeAsync()
    {
        foreach (var port in _ports.Values)
            await port.DisposeAsync();
    }

    private static SerialSettings? LineOf(PortSettings settings) => settings switch
    {
        PortSettings.Serial serial => serial.Line,
        PortSettings.Frames frames => frames.Line,
        _ => null,
    };

    private IMeterReader ReaderOf(MeterPlan meter)
    {
        if (_readers.TryGetValue(meter, out var reader))
            return reader;
        var port = PortOf(meter);
        if (!_ports.TryGetValue(port.Id, out var line))
        {
            var settings = port.Settings is PortSettings.Tcp tcp ? tcp with { InFlight = 1 } : port.Settings;
            line = MeterPort.Open(
                settings, machine, options.PaceLines, plan.TurnaroundsBehind(port.Id), plan.SettlesBehind(port.Id));
            _ports.Add(port.Id, line);
        }
        reader = line.ReaderOf(meter.Address, meter.Profile, port.AnswerMax);
        _readers.Add(meter, reader);
        return reader;
    }
}
