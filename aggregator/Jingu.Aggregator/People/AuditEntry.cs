namespace Jingu.Aggregator.People;

/// <summary>Something that somebody did or tried to do.</summary>
/// <param name="At">Site time, UTC.</param>
/// <param name="Who">A person's name, <c>token</c> and its name, or <c>console</c> and the account of the machine;
/// empty: nobody was signed in.</param>
/// <param name="Address">Where from; empty on the console.</param>
/// <param name="What">Method and route, or a word such as <c>sign-in</c>.</param>
/// <param name="Subject">What it was about: the address asked for, a unit, a name.</param>
/// <param name="Reason">In the words of whoever acted; empty where none was asked for.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record AuditEntry(
    DateTimeOffset At, string Who, string Address, string What, string Subject, string Reason, string Outcome);

/// <summary>An entry as stored.</summary>
/// <param name="Number">Rises by one; entries are only ever added.</param>
/// <param name="Of">The entry that this one tells the outcome of; null for what stands alone.</param>
internal sealed record StoredAudit(long Number, long? Of, AuditEntry Entry);
