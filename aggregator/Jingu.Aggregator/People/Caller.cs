using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.People;

/// <summary>Who asks: a person who signed in, or a program with its token. Immutable.</summary>
internal abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>How the audit names them.</summary>
    public abstract string Name { get; }

    /// <summary>Reads about the whole site; others see their own units only.</summary>
    public abstract bool SeesSite { get; }

    /// <summary>True for a unit that they may read about.</summary>
    public abstract bool Sees(UnitId unit);

    /// <summary>
    /// Who is recorded to have acted. Whoever signed in acts in their own name; a program that may act for others says
    /// for whom, and is recorded beside them.
    /// </summary>
    /// <param name="by">Whom the request names; null or empty: nobody.</param>
    /// <returns>The actor, or a sentence why nobody can be recorded.</returns>
    public abstract (Actor? Actor, string? Complaint) ActorFor(string? by);

    public sealed record Person(User User) : Caller
    {
        public override string Name => User.Name;

        public override bool SeesSite => User.SeesSite;

        public override bool Sees(UnitId unit) => SeesSite || User.Units.Contains(unit);

        public override (Actor? Actor, string? Complaint) ActorFor(string? by) =>
            string.IsNullOrWhiteSpace(by) || by == Name ? (Actor.OfPerson(Name), null)
            : (null, $"you are signed in as {Name} and act in your own name: leave it out.");
    }

    public sealed record Program(Token Token) : Caller
    {
        /// <summary>The longest name of a person that a program may act for, characters.</summary>
        public const int ByMax = 64;

        public override string Name => $"token {Token.Name}";

        public override bool SeesSite => true;

        public override bool Sees(UnitId unit) => true;

        public override (Actor? Actor, string? Complaint) ActorFor(string? by) =>
            Token.Scopes.Contains(Scope.ActFor)
                ? string.IsNullOrWhiteSpace(by) || by.Length > ByMax || by.Any(char.IsControl)
                    ? (null, $"say who asks, in 1 to {ByMax} characters.")
                    : (new($"{by.Trim()} ({Name})", by.Trim()), null)
            : string.IsNullOrWhiteSpace(by) ? (new(Name, null), null)
            : (null, $"{Name} has no scope 'act-for' and acts in its own name: leave it out.");
    }
}
