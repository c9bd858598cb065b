using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator user</c>: who may sign in. Passwords never stand on a command line.</summary>
internal static class UserCommand
{
    public static Task<int> AddAsync(
        string config, string name, string[] roles, string[] units, bool isPiped, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            var (readRoles, readUnits, wrong) = stores.Read(roles, units);
            if ((User.NameComplaint(name) ?? wrong) is { } complaint)
                return complaint;
            if (!TryAsk(name, isPiped, out var password, out complaint))
                return complaint;
            var user = new User(name, readRoles, readUnits, IsDisabled: false, 1);
            if (!await stores.Users.TryAddAsync(user, stores.Passwords.Hash(password), PeopleStores.Now, stop))
                return $"'{name}' is taken, and a name is never given twice: choose another.";
            await stores.AuditAsync("user add", $"{name}: {string.Join(", ", roles.Concat(units))}", "done", stop);
            await Console.Out.WriteLineAsync($"{name} may sign in as {string.Join(", ", roles)}.");
            return null;
        }, stop);

    public static Task<int> ListAsync(string config, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            var table = new Table().AddColumns("name", "roles", "units", "standing");
            foreach (var user in await stores.Users.AllAsync(stop))
            {
                table.AddRow(
                    user.Name,
                    string.Join(", ", user.Roles.Select(RoleWords.Of).Order(StringComparer.Ordinal)),
                    string.Join(", ", user.Units.Select(unit => unit.Value).Order(StringComparer.Ordinal)),
                    user.IsDisabled ? "disabled" : "may sign in");
            }
            AnsiConsole.Console.Write(table);
            return null;
        }, stop);

    public static Task<int> PasswordAsync(string config, string name, bool isPiped, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            if (await stores.Users.FindAsync(name, stop) is null)
                return Unknown(name);
            if (!TryAsk(name, isPiped, out var password, out var complaint))
                return complaint;
            var change = await stores.Users.SetPasswordAsync(name, stores.Passwords.Hash(password), stop);
            return await ToldAsync(stores, change, "user password", name, "has a new password", stop);
        }, stop);

    public static Task<int> RolesAsync(
        string config, string name, string[] roles, string[] units, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores =>
        {
            var (readRoles, readUnits, wrong) = stores.Read(roles, units);
            if (wrong is not null)
                return wrong;
            var change = await stores.Users.SetRolesAsync(name, readRoles, readUnits, stop);
            return await ToldAsync(
                stores, change, "user roles", name, $"is {string.Join(", ", roles.Concat(units))}", stop);
        }, stop);

    public static Task<int> SetDisabledAsync(string config, string name, bool isDisabled, CancellationToken stop) =>
        PeopleStores.RunAsync(config, async stores => await ToldAsync(
            stores, await stores.Users.SetDisabledAsync(name, isDisabled, stop),
            isDisabled ? "user disable" : "user enable", name,
            isDisabled ? "may not sign in any more" : "may sign in again", stop), stop);

    private static async Task<string?> ToldAsync(
        PeopleStores stores, UserChange change, string what, string name, string said, CancellationToken stop)
    {
        if (change != UserChange.Made)
        {
            return change == UserChange.Unknown
                ? Unknown(name)
                : $"{name} is the only administrator: add another first.";
        }
        await stores.AuditAsync(what, $"{name} {said}", "done", stop);
        await Console.Out.WriteLineAsync($"{name} {said}.");
        return null;
    }

    private static string Unknown(string name) => $"Nobody is called '{name}': see 'jingu-aggregator user list'.";

    /// <summary>Asks twice, without showing what is typed; or takes one line of standard input.</summary>
    private static bool TryAsk(string name, bool isPiped, out string password, out string? complaint)
    {
        (password, complaint) = ("", null);
        if (isPiped)
        {
            password = Console.In.ReadLine() ?? "";
        }
        else if (Console.IsInputRedirected)
        {
            complaint = "No terminal is there to ask for a password: pass --password-stdin and pipe it in.";
            return false;
        }
        else
        {
            password = Prompt("Password:");
            if (Prompt("Again:") != password)
            {
                complaint = "The two are not the same: nothing was changed.";
                return false;
            }
        }
        complaint = PasswordRules.Complaint(name, password);
        return complaint is null;
    }

    private static string Prompt(string text) =>
        AnsiConsole.Console.Prompt(new TextPrompt<string>(text).AllowEmpty().Secret(null));
}
