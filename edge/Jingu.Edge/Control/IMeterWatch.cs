using Jingu.Contracts.Ids;

namespace Jingu.Edge.Control;

/// <summary>Reads meters near a switch point often while its switching is being proven.</summary>
internal interface IMeterWatch
{
    /// <summary>The next such poll whose outcome has not arrived; the far future while nothing is watched.</summary>
    DateTimeOffset EarliestOpen { get; }

    /// <summary>
    /// From now until an instant of site time these meters are read every ten seconds. Asked again, the later end
    /// holds. Never waits.
    /// </summary>
    void Watch(IEnumerable<MeterId> meters, DateTimeOffset until);
}
