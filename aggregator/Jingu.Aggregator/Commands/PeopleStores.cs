using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// What the console changes about people and tokens, directly in the store: while the aggregator runs, and before it
/// ever ran. Every change stands in the audit under the machine's account.
/// </summary>
internal sealed class PeopleStores(RelationalStore relational, CurrentSite site)
{
    private readonly AuditStore _audit = new(relational);

    public UserStore Users { get; } = new(relational);

    public TokenStore Tokens { get; } = new(relational);

    public TokenDesk TokenDesk => new(Tokens);

    public Passwords Passwords { get; } = new();

    /// <summary>Now, by the machine: the console knows no other time.</summary>
    public static DateTimeOffset Now => MachineTime.OfThisMachine.GetUtcNow();

    /// <summary>Opens the store and runs one command on it.</summary>
    /// <param name="run">Null: done. Else a sentence why not.</param>
    public static async Task<int> RunAsync(
        string config, Func<PeopleStores, Task<string?>> run, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        try
        {
            Directory.CreateDirectory(configured.Settings.StoreFolder);
            var relational = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await relational.OpenAsync(stop);
            if (await run(new(relational, configured.Site)) is not { } complaint)
                return ExitCodes.Good;
            await Console.Error.WriteLineAsync(complaint);
            return ExitCodes.BadInput;
        }
        catch (Exception e) when (
            e is SqliteException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"{e.Message} The folder {configured.Settings.StoreFolder} must be writable.");
            return ExitCodes.MachineLacks;
        }
    }

    public Task AuditAsync(string what, string subject, string outcome, CancellationToken stop) => _audit.AddAsync(
        new(Now, $"console {Environment.UserName}", "", what, subject, "", outcome), null, stop);

    /// <inheritdoc cref="User.Read"/>
    public (ImmutableHashSet<Role> Roles, ImmutableHashSet<UnitId> Units, string? Complaint) Read(
        string[] roles, string[] units) => User.Read(roles, units, site.Site.Units.Select(unit => unit.Id));
}
