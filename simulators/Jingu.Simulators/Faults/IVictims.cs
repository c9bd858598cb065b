using Jingu.Simulators.Devices;

namespace Jingu.Simulators.Faults;

/// <summary>
/// The programs, meters and boards that faults are done to, by name. What is taken down twice must be brought up twice.
/// </summary>
internal interface IVictims
{
    /// <summary>Ends a program: by kill -9, or by SIGTERM when <paramref name="politely"/>.</summary>
    Task DownAsync(string program, bool politely);

    /// <summary>Starts a program again, and expects it to follow the clock.</summary>
    Task UpAsync(string program, CancellationToken stop);

    /// <summary>Takes the journal of a gateway that is down, noting what was in it.</summary>
    Task TakeCardAsync(string gateway, CancellationToken stop);

    /// <summary>
    /// The next start of a gateway is a new boot with a wrong clock; it and later starts in that boot see it set right
    /// at <paramref name="until"/>.
    /// </summary>
    void UnsetClock(string gateway, DateTimeOffset from, DateTimeOffset until);

    void Cut(string gateway);

    void Mend(string gateway);

    void SetSilent(string meter, bool isSilent);

    /// <summary>A switch point's contact welds, its valve sticks, or a lamp does not follow; or does again.</summary>
    void SetStuck(string point, bool isStuck);

    /// <summary>A lamp breaks; or is replaced.</summary>
    void SetFailed(string lamp, bool hasFailed);

    /// <summary>A board loses its power and comes back cutting.</summary>
    void PowerUpOff(string board);

    void SetGone(string board, bool isGone);

    /// <summary>An inverter has trouble, or none any more.</summary>
    void SetTrouble(string inverter, InverterTrouble trouble);
}
