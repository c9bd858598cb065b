namespace Jingu.Contracts.Readings;

/// <summary>How far the gateway's clock could be believed when it stamped an entry. Numbers are on the wire.</summary>
public enum ClockTrust
{
    /// <summary>Nobody vouches for the clock: entries carry no instant.</summary>
    Unset = 1,
    /// <summary>It was synchronised in this boot and is not now; its error is still below the limit.</summary>
    Holdover = 2,
    /// <summary>It was set at boot from a real-time clock, or an installer says who keeps it.</summary>
    Rtc = 3,
    /// <summary>The kernel says that it is synchronised.</summary>
    Synchronised = 4,
    /// <summary>A bench granted the time; such data never counts as a site's own.</summary>
    Bench = 5,
}

/// <summary>What a clock may be used for.</summary>
public static class ClockTrusts
{
    /// <summary>
    /// The one question to ask before anything is dated, a month turns or something is switched off: on a clock that
    /// nobody vouches for, readings are recorded and all else holds.
    /// </summary>
    public static bool MayDateTurnAndCut(this ClockTrust trust) => trust != ClockTrust.Unset;
}
