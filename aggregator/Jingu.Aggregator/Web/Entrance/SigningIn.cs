using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Contracts.Ids;
using Jingu.Time;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>What came of an attempt to sign in.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <param name="Secret">What the browser keeps.</param>
    public sealed record SignedIn(string Secret) : SignInOutcome;

    /// <summary>Nobody has that name with that password, or they may not sign in.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <param name="Wait">How long no attempt is looked at.</param>
    public sealed record Locked(TimeSpan Wait) : SignInOutcome;

    /// <summary>Too many sign in at once; nothing was counted.</summary>
    public sealed record Busy : SignInOutcome;
}

/// <summary>
/// Signs people in. Names that nobody has cost the same time and lock alike, so that nobody learns which names there
/// are. Safe from any thread.
/// </summary>
internal sealed class SigningIn(
    UserStore users, SessionStore sessions, AttemptStore attempts, Passwords passwords, Auditing auditing,
    MachineTime machine) : IDisposable
{
    /// <summary>Hashing takes a processor whole: readings are to be stored meanwhile.</summary>
    private const int AtOnceMax = 2;

    private const int WaitingMax = 20;

    private readonly SemaphoreSlim _gate = new(AtOnceMax);
    private readonly Lazy<string> _decoy = new(passwords.Decoy);
    private int _waiting;

    public Task<SignInOutcome> TryAsync(
        HttpContext context, Visit visit, string? given, string? password, CancellationToken stop)
    {
        var name = IdText.IsValid(given) ? given! : "";
        visit.Subject = name;
        return GatedAsync(() => CheckAsync(context, visit, name, password ?? "", stop), stop);
    }

    /// <summary>
    /// Gives whoever is signed in another password, for the old one. A wrong one counts as a failure to sign in. All
    /// their sessions end, and another one begins here.
    /// </summary>
    /// <param name="after">Holds against <see cref="PasswordRules"/>.</param>
    public Task<SignInOutcome> ChangeAsync(
        HttpContext context, Visit visit, string name, string? before, string after, CancellationToken stop)
    {
        visit.Subject = name;
        return GatedAsync(async () =>
        {
            var (refusal, _) = await VerifyAsync(context, visit, name, before ?? "", "password", stop);
            if (refusal is not null)
                return refusal;
            await users.SetPasswordAsync(name, passwords.Hash(after), stop);
            // The locks went with the old password, and with them that this address is known.
            await attempts.SucceededAsync(name, Auditing.AddressOf(context), stop);
            return await users.FindAsync(name, stop) is ({ IsDisabled: false } user, _)
                ? new SignInOutcome.SignedIn(await sessions.BeginAsync(user, stop))
                : new SignInOutcome.Wrong();
        }, stop);
    }

    private async Task<SignInOutcome> GatedAsync(Func<Task<SignInOutcome>> work, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            return new SignInOutcome.Busy();
        }
        try
        {
            await _gate.WaitAsync(stop);
            try
            {
                return await work();
            }
            finally
            {
                _gate.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<SignInOutcome> CheckAsync(
        HttpContext context, Visit visit, string name, string password, CancellationToken stop)
    {
        var (refusal, user) = await VerifyAsync(context, visit, name, password, "sign-in", stop);
        if (refusal is not null)
            return refusal;
        if (SessionCookie.Read(context) is { } before)
            await sessions.EndAsync(before, stop);
        visit.Caller = new Caller.Person(user!);
        await auditing.NoteAsync(context, visit, "sign-in", "signed in");
        return new SignInOutcome.SignedIn(await sessions.BeginAsync(user!, stop));
    }

    /// <summary>Whose name and password these are; what fails is counted and written into the audit.</summary>
    /// <param name="what">As the audit names it.</param>
    private async Task<(SignInOutcome? Refusal, User? User)> VerifyAsync(
        HttpContext context, Visit visit, string name, string password, string what, CancellationToken stop)
    {
        var address = Auditing.AddressOf(context);
        if (await attempts.LockedUntilAsync(name, address, stop) is { } until)
        {
            await auditing.NoteAsync(context, visit, what, "refused: locked after too many attempts");
            return (new SignInOutcome.Locked(until - machine.GetUtcNow()), null);
        }
        var decoy = _decoy.Value;
        var found = name.Length == 0 ? null : await users.FindAsync(name, stop);
        var isRight = passwords.IsRight(found?.Password ?? decoy, password, out var newer);
        if (found is not ({ IsDisabled: false } user, var hash) || !isRight)
        {
            await attempts.FailedAsync(name, address, stop);
            await auditing.NoteAsync(context, visit, what, "refused: wrong name or password");
            return (new SignInOutcome.Wrong(), null);
        }
        if (newer is not null)
            await users.RehashAsync(name, hash, newer, stop);
        await attempts.SucceededAsync(name, address, stop);
        return (null, user);
    }
}
