using Jingu.Modbus.Cjt188;
using Jingu.Modbus.Dlt645;
using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Modbus.MeterFrames;

/// <summary>A line of DL/T 645 or CJ/T 188 meters, of its own or behind a device server that passes bytes on.</summary>
public sealed class FrameMeterPort : IMeterPort
{
    private readonly FrameProtocol _protocol;
    private readonly FrameClient _client;

    private FrameMeterPort(FrameProtocol protocol, FrameClient client) => (_protocol, _client) = (protocol, client);

    /// <param name="paceLine">False leaves out the 3.5 characters of silence before each question.</param>
    public static FrameMeterPort Open(
        PortSettings.Frames settings, MachineTime time, bool paceLine = true,
        IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null) =>
        new(settings.Protocol, new FrameClient(
            SerialLink.Opener(settings.Line, time), LineSpeed.Of(settings.Line), paceLine, time, turnarounds));

    /// <summary>The same behind a device server.</summary>
    public static FrameMeterPort Open(
        PortSettings.FramesOverTcp settings, MachineTime time, bool paceLine = true,
        IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null) =>
        new(settings.Protocol, new FrameClient(
            TcpLink.Opener(settings.Host, settings.Port, time), new LineSpeed(settings.Baud), paceLine, time,
            turnarounds));

    public IMeterReader ReaderOf(MeterAddress address, IMeterProfile profile, TimeSpan answerMax) =>
        (address, profile) switch
        {
            (MeterAddress.Dlt645 dlt645, FrameProfile { Protocol: FrameProtocol.Dlt645 } frames)
                when _protocol == FrameProtocol.Dlt645 =>
                new FrameMeterReader(new Dlt645Meter(_client, dlt645, answerMax), frames),
            (MeterAddress.Cjt188 cjt188, FrameProfile { MeterType: { } type } frames)
                when _protocol == FrameProtocol.Cjt188 =>
                new FrameMeterReader(new Cjt188Meter(_client, cjt188, type, answerMax), frames),
            _ => throw new ArgumentException(
                $"{address} with profile {profile.Name} is no meter of a {_protocol} port."),
        };

    /// <summary>
    /// Asks the only meter of the line for its address, by wildcard. Several meters answer at once, which is a damaged
    /// answer.
    /// </summary>
    public ValueTask<AddressSearch> FindOnlyMeterAsync(TimeSpan answerMax, CancellationToken stop) =>
        _protocol == FrameProtocol.Dlt645
            ? Dlt645Meter.FindAsync(_client, answerMax, stop)
            : Cjt188Meter.FindAsync(_client, answerMax, stop);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

/// <summary>What came of asking a line's only meter for its address.</summary>
public abstract record AddressSearch
{
    private AddressSearch()
    {
    }

    public sealed record Found(MeterAddress Address) : AddressSearch;

    public sealed record Failed(MeterReadFault Fault) : AddressSearch;
}
