namespace Jingu.Simulators.Campus;

/// <summary>The instant that all virtual meters of a campus show. Safe from any thread.</summary>
internal sealed class SiteInstant(DateTimeOffset start)
{
    private long _milliseconds = start.ToUnixTimeMilliseconds();

    /// <summary>Milliseconds since 1970.</summary>
    public long Milliseconds
    {
        get => Interlocked.Read(ref _milliseconds);
        set => Interlocked.Exchange(ref _milliseconds, value);
    }
}
