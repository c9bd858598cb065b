using Jingu.Aggregator.People;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>What came of asking for a token.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    /// <param name="Secret">Shown once, kept nowhere.</param>
    public sealed record Issued(Token Token, string Secret) : TokenOutcome;

    /// <param name="Field">name, scopes, days, or taken: the name was given before.</param>
    public sealed record Wrong(string Field, string Why) : TokenOutcome;
}

/// <summary>
/// Issues tokens, alike on the console, over HTTP and from pages. Safe from any thread and beside other processes;
/// throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class TokenDesk(TokenStore store)
{
    public static readonly int DaysMax = (int)Token.ValidMax.TotalDays;

    /// <param name="scopes">Words of scopes.</param>
    /// <param name="days">How long it is good for, from now on.</param>
    /// <param name="now">Machine time, UTC.</param>
    public async Task<TokenOutcome> IssueAsync(
        string? name, IReadOnlyCollection<string> scopes, int days, DateTimeOffset now, CancellationToken stop)
    {
        var words = string.Join(", ", ScopeWords.All.Keys.Order(StringComparer.Ordinal));
        if (User.NameComplaint(name) is { } complaint)
            return new TokenOutcome.Wrong("name", complaint);
        if (scopes.Count == 0)
            return new TokenOutcome.Wrong("scopes", $"A token has one scope at least: {words}.");
        if (scopes.FirstOrDefault(scope => !ScopeWords.All.ContainsKey(scope)) is { } unknown)
            return new TokenOutcome.Wrong("scopes", $"'{unknown}' is not one of {words}.");
        if (days < 1 || days > DaysMax)
            return new TokenOutcome.Wrong("days", $"days: give 1 to {DaysMax}.");
        var secret = Token.NewSecret();
        var token = new Token(
            name!, Token.PrefixOf(secret), [.. scopes.Select(scope => ScopeWords.All[scope])],
            now + TimeSpan.FromDays(days), IsRevoked: false);
        return await store.TryAddAsync(token, secret, now, stop)
            ? new TokenOutcome.Issued(token, secret)
            : new TokenOutcome.Wrong("taken", $"'{name}' is taken, and a name is never given twice: choose another.");
    }
}
