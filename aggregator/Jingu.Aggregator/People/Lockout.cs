namespace Jingu.Aggregator.People;

/// <summary>How often somebody failed to sign in.</summary>
/// <param name="Failures">In a row, since the last success.</param>
/// <param name="LockedUntil">No attempt is looked at before; machine time, UTC.</param>
internal readonly record struct Attempts(int Failures, DateTimeOffset LockedUntil);

/// <summary>
/// When attempts to sign in are no longer looked at. Attempts are counted for a name together with an address, so that
/// whoever guesses from elsewhere does not lock out the person; and for a name from everywhere, which locks out all
/// addresses from which that name never signed in. No lock lasts longer than <see cref="LockMax"/>, and an attempt
/// during a lock does not lengthen it. Pure.
/// </summary>
internal static class Lockout
{
    /// <summary>So many failures of a name at one address, in a row, lock it there.</summary>
    public const int FailuresHere = 5;

    /// <summary>So many failures of a name from everywhere lock it at addresses that are new to it.</summary>
    public const int FailuresEverywhere = 50;

    public static readonly TimeSpan LockMax = TimeSpan.FromMinutes(15);

    /// <summary>More reach <see cref="LockMax"/> anyway.</summary>
    private const int DoublingsMax = 10;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <summary>What stands after one more failure: a minute's lock at first, then twice as long each time.</summary>
    /// <param name="locking">How many failures in a row lock.</param>
    public static Attempts AfterFailure(Attempts before, int locking, DateTimeOffset now)
    {
        var failures = before.Failures == int.MaxValue ? int.MaxValue : before.Failures + 1;
        if (failures < locking)
            return new(failures, DateTimeOffset.MinValue);
        var doublings = Math.Min(failures - locking, DoublingsMax);
        var length = First * (1 << doublings);
        return new(failures, now + (length < LockMax ? length : LockMax));
    }

    /// <param name="here">Of the name at the address that asks.</param>
    /// <param name="everywhere">Of the name from all addresses.</param>
    /// <param name="isKnown">The name signed in from that address before.</param>
    /// <returns>Until when nothing is looked at; null when it is.</returns>
    public static DateTimeOffset? LockedUntil(
        Attempts here, Attempts everywhere, bool isKnown, DateTimeOffset now)
    {
        var until = isKnown || everywhere.LockedUntil < here.LockedUntil ? here.LockedUntil : everywhere.LockedUntil;
        return until > now ? until : null;
    }
}
