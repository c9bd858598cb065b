using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Simulators.Campus;

/// <summary>
/// A line that is as slow as its speed says: an answer waits as long as request, silences and answer would have taken
/// on a wire, machine time. For runs at speed 1; anything faster would wait for the line all the time.
/// </summary>
internal sealed class PacedLink(IByteLink line, int baud, MachineTime time) : IByteLink
{
    private const int BitsPerCharacter = 11;

    /// <summary>A request of eight characters and the silences of 3.5 characters around it.</summary>
    private const int RequestCharacters = 8 + 7;

    public async ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await Task.Delay(OnWire(bytes.Length, baud), time, stop);
        return await line.WriteAsync(bytes, stop);
    }

    public ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop) =>
        line.ReadAsync(buffer, waitMax, stop);

    public LinkOutcome DiscardWaiting() => line.DiscardWaiting();

    public ValueTask DisposeAsync() => line.DisposeAsync();

    /// <summary>How long a request and its answer occupy a line.</summary>
    internal static TimeSpan OnWire(int answerBytes, int baud) =>
        TimeSpan.FromSeconds((answerBytes + RequestCharacters) * (double)BitsPerCharacter / baud);
}
