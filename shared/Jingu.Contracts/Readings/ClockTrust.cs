namespace Jingu.Contracts.Readings;

/// <summary>How far the gateway's clock could be believed when it stamped an entry. Numbers are on the wire.</summary>
public enum ClockTrust
{
    Unset = 1,
    Holdover = 2,
    Rtc = 3,
    Synchronised = 4,
    /// <summary>A bench granted the time; such data never counts as a site's own.</summary>
    Bench = 5,
}
