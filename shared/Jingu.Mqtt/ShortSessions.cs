using Jingu.Time;

namespace Jingu.Mqtt;

/// <summary>
/// Notices sessions that end soon after they began, again and again. Two clients with one id throw each other out like
/// that for ever, and neither is told why. One caller at a time.
/// </summary>
internal sealed class ShortSessions(MachineTime time)
{
    /// <summary>A shorter session counts.</summary>
    internal static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>So many within the window are bad luck; more are an alarm.</summary>
    internal const int Max = 3;

    private readonly Queue<long> _ends = [];

    /// <summary>Says whether the session that began then and ends now makes it an alarm.</summary>
    internal bool IsAlarm(long began)
    {
        var now = time.GetTimestamp();
        while (_ends.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Window)
            _ends.Dequeue();
        if (time.GetElapsedTime(began, now) < Short)
            _ends.Enqueue(now);
        return _ends.Count > Max;
    }
}
