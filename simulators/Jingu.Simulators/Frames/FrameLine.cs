using System.Collections.Immutable;
using Jingu.Modbus.Links;

namespace Jingu.Simulators.Frames;

/// <summary>
/// The meters of one line that speak in frames. What is damaged or meant for others is passed over in silence, as
/// meters do. The link stays the caller's.
/// </summary>
internal sealed class FrameLine : IAsyncDisposable
{
    /// <summary>Both standards let bytes FEH go ahead of a frame, which wake the other end.</summary>
    private static readonly byte[] Preamble = [0xFE, 0xFE, 0xFE, 0xFE];

    private readonly IByteLink _link;
    private readonly ImmutableArray<VirtualFrameMeter> _meters;
    private readonly int _lengthAt;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<byte> _come = [];
    private readonly Task _serving;

    private FrameLine(IByteLink link, IFrameMap map, ImmutableArray<VirtualFrameMeter> meters)
    {
        (_link, _lengthAt, _meters) = (link, map.LengthAt, meters);
        _serving = ServeAsync();
    }

    /// <param name="map">Of the standard that all meters of the line speak.</param>
    public static FrameLine Start(IByteLink link, IFrameMap map, ImmutableArray<VirtualFrameMeter> meters) =>
        new(link, map, meters);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[256];
        while (true)
        {
            var read = await _link.ReadAsync(buffer, Timeout.InfiniteTimeSpan, _stop.Token);
            if (read.IsBroken)
                return;
            _come.AddRange(buffer.AsSpan(0, read.Count));
            while (NextFrame() is { } request)
                await AnswerAsync(request);
        }
    }

    private async ValueTask AnswerAsync(byte[] request)
    {
        foreach (var meter in _meters)
        {
            if (meter.Answer(request) is not { } answer)
                continue;
            var sent = await _link.WriteAsync((byte[])[.. Preamble, .. answer.Frame], _stop.Token);
            if (!sent.IsBroken)
                meter.Served(answer.Frame, answer.Instant);
        }
    }

    /// <summary>The first whole frame that has come; what lies before it is thrown away.</summary>
    private byte[]? NextFrame()
    {
        while (_come.IndexOf(FrameBytes.Start) is var start && start >= 0)
        {
            _come.RemoveRange(0, start);
            if (_come.Count <= _lengthAt)
                return null;
            var length = _lengthAt + 1 + _come[_lengthAt] + 2;
            if (_come.Count < length)
                return null;
            var frame = _come[..length].ToArray();
            if (FrameBytes.IsWhole(frame))
            {
                _come.RemoveRange(0, length);
                return frame;
            }
            _come.RemoveAt(0);
        }
        _come.Clear();
        return null;
    }
}
