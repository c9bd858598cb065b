using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// Who is signed in. The browser keeps 256 random bits that are made at each sign-in, the store their hash: nobody can
/// fix a session for somebody else, and what is read out of the store opens none. A session ends when it was not used
/// for <see cref="IdleMax"/>, after <see cref="LengthMax"/>, at sign-out, and with any change of the person. Safe from
/// any thread; throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class SessionStore(RelationalStore relational, MachineTime machine)
{
    public static readonly TimeSpan IdleMax = TimeSpan.FromHours(1);
    public static readonly TimeSpan LengthMax = TimeSpan.FromHours(12);

    /// <summary>A person's oldest sessions end when there are more.</summary>
    public const int SessionsMax = 20;

    /// <summary>Characters of the hash that tell a person's sessions apart; they open none.</summary>
    private const int IdLength = 12;

    /// <summary>That a session is used is noted so often at most.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session of a person as they were when their password was checked.</summary>
    /// <returns>What the browser keeps.</returns>
    public async Task<string> BeginAsync(User user, CancellationToken stop)
    {
        var secret = Token.NewSecret();
        var now = machine.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await relational.ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            """
            DELETE FROM session WHERE began_ms <= @Oldest OR seen_ms <= @Idle;
            INSERT INTO session VALUES (@Hash, @Name, @Stamp, @now, @now);
            DELETE FROM session WHERE name = @Name AND hash NOT IN
                (SELECT hash FROM session WHERE name = @Name ORDER BY began_ms DESC, rowid DESC LIMIT @SessionsMax);
            """,
            new
            {
                Hash = Token.HashOf(secret),
                user.Name,
                user.Stamp,
                now,
                Oldest = now - Milliseconds(LengthMax),
                Idle = now - Milliseconds(IdleMax),
                SessionsMax,
            },
            cancellationToken: stop));
        return secret;
    }

    /// <summary>Whose session it is; null when it is none, or over.</summary>
    /// <param name="isUse">False: looking does not lengthen it.</param>
    public async Task<User?> FindAsync(string secret, CancellationToken stop, bool isUse = true)
    {
        var (hash, now) = (Token.HashOf(secret), machine.GetUtcNow().ToUnixTimeMilliseconds());
        await using var connection = await relational.ConnectAsync(stop);
        var session = await connection.QuerySingleOrDefaultAsync<(string? Name, long Stamp, long Began, long Seen)>(
            new("SELECT name, stamp, began_ms, seen_ms FROM session WHERE hash = @hash", new { hash },
                cancellationToken: stop));
        if (session.Name is null
            || now - session.Began >= Milliseconds(LengthMax) || now - session.Seen >= Milliseconds(IdleMax)
            || await UserStore.ReadAsync(connection, null, session.Name, stop) is not [{ IsDisabled: false } user]
            || user.Stamp != session.Stamp)
        {
            return null;
        }
        if (isUse && now - session.Seen >= Milliseconds(NoteEvery))
        {
            await connection.ExecuteAsync(new(
                "UPDATE session SET seen_ms = @now WHERE hash = @hash", new { hash, now }, cancellationToken: stop));
        }
        return user;
    }

    /// <summary>A person's sessions that go on, the newest first.</summary>
    /// <param name="secret">Of the session that asks; null: none of them does.</param>
    public async Task<ImmutableArray<OwnSession>> OfAsync(User user, string? secret, CancellationToken stop)
    {
        var now = machine.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Hash, long Began, long Seen)>(new(
            """
            SELECT hash, began_ms, seen_ms FROM session
            WHERE name = @Name AND stamp = @Stamp AND began_ms > @Oldest AND seen_ms > @Idle
            ORDER BY began_ms DESC, rowid DESC
            """,
            new
            {
                user.Name,
                user.Stamp,
                Oldest = now - Milliseconds(LengthMax),
                Idle = now - Milliseconds(IdleMax),
            },
            cancellationToken: stop));
        var own = secret is null ? null : Token.HashOf(secret);
        return
        [
            .. rows.Select(row => new OwnSession(
                row.Hash[..IdLength], DateTimeOffset.FromUnixTimeMilliseconds(row.Began),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Seen), row.Hash == own)),
        ];
    }

    /// <summary>Ends one of a person's sessions; false when they have none of that id.</summary>
    public async Task<bool> EndOwnAsync(string name, string id, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return id.Length == IdLength && await connection.ExecuteAsync(new(
            "DELETE FROM session WHERE name = @name AND substr(hash, 1, @IdLength) = @id",
            new { name, id, IdLength }, cancellationToken: stop)) > 0;
    }

    public async Task EndAsync(string secret, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            "DELETE FROM session WHERE hash = @Hash", new { Hash = Token.HashOf(secret) }, cancellationToken: stop));
    }

    private static long Milliseconds(TimeSpan length) => length.Ticks / TimeSpan.TicksPerMillisecond;
}

/// <summary>A session as its person sees it. Machine time, UTC.</summary>
/// <param name="Id">By which it can be ended.</param>
/// <param name="Seen">Last used, to the minute.</param>
/// <param name="IsThis">The one that asks.</param>
internal sealed record OwnSession(string Id, DateTimeOffset Began, DateTimeOffset Seen, bool IsThis);
