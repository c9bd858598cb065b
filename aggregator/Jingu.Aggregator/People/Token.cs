using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Jingu.Aggregator.People;

/// <summary>What a program signs requests with. Its secret is shown once and kept nowhere.</summary>
/// <param name="Name">1 to 48 of a-z, 0-9 and '-'.</param>
/// <param name="Prefix">The first characters of the secret, by which people tell tokens apart.</param>
/// <param name="NotAfter">Machine time, UTC.</param>
internal sealed record Token(
    string Name, string Prefix, ImmutableHashSet<Scope> Scopes, DateTimeOffset NotAfter, bool IsRevoked)
{
    /// <summary>How every secret begins, so that it is found where it should not be.</summary>
    public const string Mark = "jingu_";

    /// <summary>The longest time that a token is good for.</summary>
    public static readonly TimeSpan ValidMax = TimeSpan.FromDays(366);

    private const int SecretBytes = 32;
    private const int PrefixLength = 12;

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>
    /// What is stored of a secret. One round is enough: nobody guesses 256 random bits, and a look-up by the hash tells
    /// nothing by its duration.
    /// </summary>
    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string PrefixOf(string secret) => secret[..PrefixLength];

    public bool IsGood(DateTimeOffset now) => !IsRevoked && now < NotAfter;
}
