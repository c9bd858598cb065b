using System.Security.Cryptography;
using Jingu.Aggregator.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// Hashes of passwords by ASP.NET Core Identity: PBKDF2 with HMAC-SHA-512, a salt of its own for each. Safe from any
/// thread.
/// </summary>
internal sealed class Passwords
{
    /// <summary>Of PBKDF2-HMAC-SHA512, as the OWASP Password Storage Cheat Sheet recommends (2023).</summary>
    private const int Rounds = 210_000;

    private readonly PasswordHasher<string> _hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public string Hash(string password) => _hasher.HashPassword("", password);

    /// <summary>The hash of a password that nobody knows; to check against it takes as long as against any.</summary>
    public string Decoy() => Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <param name="newer">The same password under today's parameters, where the stored hash is of older ones.</param>
    public bool IsRight(string hash, string password, out string? newer)
    {
        // Longer ones were never taken, and are not worth the time.
        var given = password.Length > PasswordRules.LengthMax ? "" : password;
        var result = _hasher.VerifyHashedPassword("", hash, given);
        newer = result == PasswordVerificationResult.SuccessRehashNeeded ? Hash(given) : null;
        return result != PasswordVerificationResult.Failed;
    }
}
