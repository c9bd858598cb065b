using System.Collections.Immutable;
using Jingu.Modbus;
using Jingu.Modbus.MeterFrames;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Looks for a meter of DL/T 645 or CJ/T 188: asks at every baud rate, by wildcard, for the address of the line's only
/// meter, and reads it by each profile. Several meters on one line answer at once, which is told as noise: they are
/// scanned one by one. Reads only.
/// </summary>
internal sealed class FrameScan(IReadOnlyList<PortSettings> settings, MachineTime machine)
{
    /// <summary>A meter may think for 500 ms before it answers (DL/T 645-2007, 5.3.3).</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    /// <summary>How many steps a scan has.</summary>
    public int Steps => settings.Count;

    /// <param name="advance">Told after each step.</param>
    public async Task<ImmutableArray<Found>> RunAsync(Action advance, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<Found>();
        foreach (var setting in settings)
        {
            await using var port = Open(setting);
            switch (await port.FindOnlyMeterAsync(AnswerMax, stop))
            {
                case AddressSearch.Found(var address):
                    found.Add(await KnowAsync(port, setting, address, stop));
                    break;
                case AddressSearch.Failed { Fault: { Kind: MeterFaultKind.LinkLost } fault }:
                    throw new ScanException(fault.Detail);
                case AddressSearch.Failed { Fault: { Kind: not MeterFaultKind.Silent } fault }:
                    found.Add(new(setting, null, [], $"{fault} Several meters, or another parity?"));
                    break;
            }
            advance();
        }
        return found.ToImmutable();
    }

    private FrameMeterPort Open(PortSettings setting) => setting switch
    {
        PortSettings.Frames frames => FrameMeterPort.Open(frames, machine),
        PortSettings.FramesOverTcp frames => FrameMeterPort.Open(frames, machine),
        _ => throw new ArgumentException($"{setting} does not lead to meters of DL/T 645 or CJ/T 188."),
    };

    /// <summary>Of the profiles that the meter answers whole, those with the most values.</summary>
    private static async Task<Found> KnowAsync(
        FrameMeterPort port, PortSettings setting, MeterAddress address, CancellationToken stop)
    {
        var known = new List<IMeterProfile>();
        foreach (var name in FrameProfiles.NamesOf(ProtocolOf(setting)))
        {
            var profile = FrameProfiles.Find(name)!;
            if (await port.ReaderOf(address, profile, AnswerMax).ReadAsync(stop) is MeterReadResult.Values values
                && values.Counts.All(count => count is not null))
            {
                known.Add(profile);
            }
        }
        var most = known.Select(profile => profile.Layout.Length).DefaultIfEmpty().Max();
        return new(
            setting, address, [.. known.Where(profile => profile.Layout.Length == most)],
            known.Count == 0 ? "gives its address, but no profile fits" : "by its address and all its values");
    }

    private static FrameProtocol ProtocolOf(PortSettings setting) =>
        setting is PortSettings.Frames frames ? frames.Protocol : ((PortSettings.FramesOverTcp)setting).Protocol;
}
