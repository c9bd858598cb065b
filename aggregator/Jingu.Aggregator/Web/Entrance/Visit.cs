using Jingu.Aggregator.People;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// One request: who asks, and what the audit is to say about it beside that. Set by <see cref="EntranceDoor"/> before
/// the answer is made; of one request, not safe from several threads.
/// </summary>
internal sealed class Visit
{
    /// <summary>Null: nobody is signed in; only what is open is answered then.</summary>
    public Caller? Caller { get; set; }

    /// <summary>A unit, an event, a name: what the request acts on; without it the audit says the path.</summary>
    public string? Subject { get; set; }

    /// <summary>In the words of whoever acts.</summary>
    public string? Reason { get; set; }

    /// <summary>Who is recorded to have acted, where that is not simply the caller.</summary>
    public string? Actor { get; private set; }

    /// <summary>True for whoever reads about the whole site.</summary>
    public bool SeesSite => Caller?.SeesSite ?? false;

    public bool Sees(UnitId unit) => Caller?.Sees(unit) ?? false;

    public bool Sees(string? unit) => SeesSite || (IdText.IsValid(unit) && Sees(new UnitId(unit!)));

    /// <summary>True for whoever acts for the whole site.</summary>
    public bool ActsForSite => Access.Act.Admits(Caller);

    public bool ActsFor(UnitId unit) => Caller?.ActsFor(unit) ?? false;

    /// <inheritdoc cref="Caller.ActorFor"/>
    public (Actor? Actor, string? Complaint) ActorFor(string? by)
    {
        var (actor, complaint) = Caller?.ActorFor(by) ?? (null, "nobody is signed in.");
        Actor = actor?.Name;
        return (actor, complaint);
    }

    /// <summary>403, with a sentence.</summary>
    public static IResult NotAllowed(string sentence) =>
        Results.Problem(sentence, statusCode: StatusCodes.Status403Forbidden);
}
