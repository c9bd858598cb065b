using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// Tokens of programs, by the hash of their secret. Safe from any thread and beside other processes; throws
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class TokenStore(RelationalStore relational)
{
    private const string Columns = "SELECT name, prefix, scopes, not_after_ms AS NotAfter, revoked FROM api_token";

    /// <summary>All, also those that are over, by name.</summary>
    public async Task<ImmutableArray<Token>> AllAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return [.. (await connection.QueryAsync<Row>(new(Columns + " ORDER BY name", cancellationToken: stop)))
            .Select(row => row.ToToken())];
    }

    /// <summary>The token of a secret, also one that is over; null when there is none.</summary>
    public async Task<Token?> FindAsync(string secret, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await connection.QuerySingleOrDefaultAsync<Row>(new(
            Columns + " WHERE hash = @Hash", new { Hash = Token.HashOf(secret) }, cancellationToken: stop)))
            ?.ToToken();
    }

    /// <summary>False when the name is taken: a name is never given twice.</summary>
    public async Task<bool> TryAddAsync(Token token, string secret, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            "INSERT OR IGNORE INTO api_token VALUES (@Name, @Hash, @Prefix, @Scopes, @NotAfter, 0, @Now)",
            new
            {
                token.Name,
                Hash = Token.HashOf(secret),
                token.Prefix,
                Scopes = string.Join(' ', token.Scopes.Select(ScopeWords.Of).Order(StringComparer.Ordinal)),
                NotAfter = token.NotAfter.ToUnixTimeMilliseconds(),
                Now = now.ToUnixTimeMilliseconds(),
            },
            cancellationToken: stop)) > 0;
    }

    /// <summary>False when no token has the name.</summary>
    public async Task<bool> RevokeAsync(string name, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            "UPDATE api_token SET revoked = 1 WHERE name = @name", new { name }, cancellationToken: stop)) > 0;
    }

    private sealed record Row(string Name, string Prefix, string Scopes, long NotAfter, long Revoked)
    {
        public Token ToToken() => new(
            Name,
            Prefix,
            [
                .. Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(ScopeWords.All.ContainsKey)
                    .Select(word => ScopeWords.All[word]),
            ],
            DateTimeOffset.FromUnixTimeMilliseconds(NotAfter),
            Revoked != 0);
    }
}
