namespace Jingu.Mqtt;

/// <summary>
/// How long to wait before the next attempt: doubles from <see cref="First"/> to <see cref="Max"/>, and is shortened by
/// up to a half at random, so that the gateways of a site do not come back all at once. One caller at a time.
/// </summary>
internal sealed class BackOff(Random jitter)
{
    internal static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    internal static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    internal void Reset() => _next = First;

    /// <param name="lasting">The longest wait at once: only a person can mend it.</param>
    internal TimeSpan Next(bool lasting)
    {
        var wait = lasting ? Max : _next;
        _next = _next * 2 < Max ? _next * 2 : Max;
        return wait * (1 - jitter.NextDouble() / 2);
    }
}
