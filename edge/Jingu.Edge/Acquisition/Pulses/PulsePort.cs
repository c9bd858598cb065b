using System.Collections.Frozen;
using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Acquisition.Pulses;

/// <summary>
/// A port whose meters are digital inputs. They are watched all the time, whenever the port reads them. Safe from any
/// thread.
/// </summary>
internal sealed class PulsePort : IMeterPort
{
    private readonly FrozenDictionary<MeterAddress, PulseInput> _inputs;
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    public PulsePort(IEnumerable<PulseInput> inputs) =>
        _inputs = inputs.ToFrozenDictionary(input => (MeterAddress)AddressOf(input));

    /// <summary>Where a port's inputs are; null when it has none.</summary>
    public static ILines? LinesOf(PortSettings settings, SiteTime site, MachineTime machine) => settings switch
    {
        PortSettings.Pulses => LineLibraries.Inputs(machine),
        PortSettings.SimulatedPulses simulated =>
            new SimulatedLines(new IPEndPoint(IPAddress.Parse(simulated.Host), simulated.Port), site),
        _ => null,
    };

    public static PulsePort Open(
        IEnumerable<MeterPlan> meters, ILines lines, PulseStore store, GatewayOptions options, PendingEvents events,
        SiteTime site, MachineTime machine)
    {
        var port = new PulsePort(
            from meter in meters
            let profile = (PulseProfile)meter.Profile
            select new PulseInput(
                meter.Id, profile, profile.ConstantsIn(options.Zone), lines, store, options.Pulses, events, site,
                machine));
        return site.IsBench ? port : port.Watch();
    }

    /// <summary>Watches the inputs from now on; without it they take what has come when they are read.</summary>
    public PulsePort Watch()
    {
        _watching = Task.WhenAll(_inputs.Values.Select(input => Task.Run(() => input.WatchAsync(_stop.Token))));
        return this;
    }

    public IMeterReader ReaderOf(MeterAddress address, IMeterProfile profile, TimeSpan answerMax) =>
        _inputs.TryGetValue(address, out var input)
            ? input
            : throw new ArgumentException($"{address} with profile {profile.Name} is no input of a pulse port.");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _watching;
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        foreach (var input in _inputs.Values)
            await input.DisposeAsync();
        _stop.Dispose();
    }

    private static MeterAddress.PulseLine AddressOf(PulseInput input) => new(input.Line.Chip, input.Line.Offset);
}
