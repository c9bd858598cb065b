using Jingu.Contracts.Ids;
using Jingu.Time;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Whoever reaches the broker can send what is refused, as often as they like. Each is counted; an event and a log line
/// are made once a minute for a gateway, so that a flood fills no disk. For the one worker.
/// </summary>
internal sealed class RefusalLimit(MachineTime time)
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<GatewayId, long> _last = [];

    /// <param name="gateway">A configured gateway, or the default for all others.</param>
    public bool IsDue(GatewayId gateway)
    {
        if (_last.TryGetValue(gateway, out var last) && time.GetElapsedTime(last) < Pause)
            return false;
        _last[gateway] = time.GetTimestamp();
        return true;
    }
}
