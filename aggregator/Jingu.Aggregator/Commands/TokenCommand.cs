using System.Globalization;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator token</c>: what programs sign requests with. A secret is printed once.</summary>
internal static class TokenCommand
{
    public static Task<int> AddAsync(
        string config, string name, string[] scopes, int days, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            var outcome = await stores.TokenDesk.IssueAsync(name, scopes, days, PeopleStores.Now, stop);
            if (outcome is not TokenOutcome.Issued { Token: var token, Secret: var secret })
                return ((TokenOutcome.Wrong)outcome).Why;
            await stores.AuditAsync(
                "token add", $"{name} {token.Prefix}: {string.Join(", ", scopes)} until {token.NotAfter:u}", "done",
                stop);
            // Alone on standard output, so that scripts can take it.
            await Console.Out.WriteLineAsync(secret);
            await Console.Error.WriteLineAsync(
                $"Good until {token.NotAfter.ToString("u", CultureInfo.InvariantCulture)}. It is not shown again.");
            return null;
        }, stop);

    public static Task<int> ListAsync(string config, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            var table = new Table().AddColumns("name", "begins with", "scopes", "good until", "standing");
            foreach (var token in await stores.Tokens.AllAsync(stop))
            {
                table.AddRow(
                    token.Name, token.Prefix,
                    string.Join(", ", token.Scopes.Select(ScopeWords.Of).Order(StringComparer.Ordinal)),
                    token.NotAfter.ToString("u", CultureInfo.InvariantCulture),
                    token.IsRevoked ? "revoked" : token.IsGood(PeopleStores.Now) ? "good" : "over");
            }
            AnsiConsole.Console.Write(table);
            return null;
        }, stop);

    public static Task<int> RevokeAsync(string config, string name, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            if (!await stores.Tokens.RevokeAsync(name, stop))
                return $"No token is called '{name}': see 'jingu-aggregator token list'.";
            await stores.AuditAsync("token revoke", name, "done", stop);
            await Console.Out.WriteLineAsync($"{name} is good for nothing any more.");
            return null;
        }, stop);
}
