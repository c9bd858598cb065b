using System.Text;

namespace Jingu.Aggregator.People;

/// <summary>Who is recorded to have acted. Immutable.</summary>
/// <param name="Name">As it is recorded: a person, a program, or a person and the program they acted through.</param>
/// <param name="Person">The person; null where a program acted by itself.</param>
internal sealed record Actor(string Name, string? Person)
{
    public static Actor OfPerson(string name) => new(name, name);

    /// <summary>
    /// True where both are people, and not the same one: written otherwise, the same name is still the same.
    /// </summary>
    public bool IsAnotherPersonThan(Actor other) =>
        Person is not null && (other.Person is null || Plain(Person) != Plain(other.Person));

    private static string Plain(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)))
            .ToUpperInvariant();
}
