namespace Jingu.Time;

/// <summary>
/// Site time: what an auditor sees. Stamps, polls, intervals, budgets and notices use it, and nothing else does.
/// Who acts at instants of site time joins as a participant, so that a bench knows when everybody has finished with an
/// instant. Instants are UTC. Members are safe to call from any thread.
/// </summary>
public abstract class SiteTime : TimeProvider
{
    /// <summary>
    /// True when a bench grants the time in steps. Such a process refuses real serial ports, GPIO and I2C.
    /// </summary>
    public abstract bool IsBench { get; }

    /// <summary>Adds somebody who acts at instants of site time. Dispose to leave.</summary>
    public abstract IParticipant Join(string name);
}
