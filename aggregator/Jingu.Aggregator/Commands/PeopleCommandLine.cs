using System.CommandLine;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;

namespace Jingu.Aggregator.Commands;

/// <summary>The commands <c>user</c> and <c>token</c>, and what each takes.</summary>
internal static class PeopleCommandLine
{
    private const int DaysDefault = 365;

    public static Command User(Func<Option<string>> config) =>
        new("user", "People who sign in; the first administrator is made here.")
        {
            Add(config()), List(config()), Password(config()), Roles(config()),
            Stand(config(), "disable", "Lets nobody sign in under a name any more, and ends their sessions.", true),
            Stand(config(), "enable", "Lets somebody sign in again.", false),
        };

    public static Command Token(Func<Option<string>> config) =>
        new("token", "Tokens that programs send in place of a person's password.")
        {
            AddToken(config()), ListTokens(config()), Revoke(config()),
        };

    private static Command Add(Option<string> config)
    {
        var (name, roles, units, stdin) = (Name(), RoleOption(), UnitOption(), PasswordStdin());
        var command = new Command("add", "Adds somebody, with a password.") { config, name, roles, units, stdin };
        command.SetAction((parsed, stop) => UserCommand.AddAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), parsed.GetRequiredValue(roles),
            parsed.GetValue(units) ?? [], parsed.GetValue(stdin), stop));
        return command;
    }

    private static Command List(Option<string> config)
    {
        var command = new Command("list", "Lists everybody with their roles.") { config };
        command.SetAction((parsed, stop) => UserCommand.ListAsync(parsed.GetRequiredValue(config), stop));
        return command;
    }

    private static Command Password(Option<string> config)
    {
        var (name, stdin) = (Name(), PasswordStdin());
        var command = new Command("password", "Sets a password, ends the person's sessions, and lifts their locks.")
        {
            config, name, stdin,
        };
        command.SetAction((parsed, stop) => UserCommand.PasswordAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), parsed.GetValue(stdin), stop));
        return command;
    }

    private static Command Roles(Option<string> config)
    {
        var (name, roles, units) = (Name(), RoleOption(), UnitOption());
        var command = new Command("roles", "Replaces somebody's roles and units, and ends their sessions.")
        {
            config, name, roles, units,
        };
        command.SetAction((parsed, stop) => UserCommand.RolesAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), parsed.GetRequiredValue(roles),
            parsed.GetValue(units) ?? [], stop));
        return command;
    }

    private static Command Stand(Option<string> config, string word, string what, bool isDisabled)
    {
        var name = Name();
        var command = new Command(word, what) { config, name };
        command.SetAction((parsed, stop) => UserCommand.SetDisabledAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), isDisabled, stop));
        return command;
    }

    private static Command AddToken(Option<string> config)
    {
        var name = Name();
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may be used for: {string.Join(", ", ScopeWords.All.Keys.Order())}",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        scopes.AcceptOnlyFromAmong([.. ScopeWords.All.Keys]);
        var days = new Option<int>("--days")
        {
            Description = "How long it is good for",
            DefaultValueFactory = _ => DaysDefault,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 || result.GetValueOrDefault<int>() > TokenDesk.DaysMax)
                result.AddError($"--days: give 1 to {TokenDesk.DaysMax}.");
        });
        var command = new Command("add", "Makes a token and prints it, once.") { config, name, scopes, days };
        command.SetAction((parsed, stop) => TokenCommand.AddAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes),
            parsed.GetRequiredValue(days), stop));
        return command;
    }

    private static Command ListTokens(Option<string> config)
    {
        var command = new Command("list", "Lists all tokens, also those that are over.") { config };
        command.SetAction((parsed, stop) => TokenCommand.ListAsync(parsed.GetRequiredValue(config), stop));
        return command;
    }

    private static Command Revoke(Option<string> config)
    {
        var name = Name();
        var command = new Command("revoke", "Makes a token good for nothing, at once.") { config, name };
        command.SetAction((parsed, stop) => TokenCommand.RevokeAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(name), stop));
        return command;
    }

    private static Option<string> Name() => new("--name")
    {
        Description = "1 to 48 of a-z, 0-9 and '-'; never given twice",
        Required = true,
    };

    private static Option<string[]> RoleOption()
    {
        var option = new Option<string[]>("--role")
        {
            Description = $"One or several of {string.Join(", ", RoleWords.All.Keys.Order())}",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        option.AcceptOnlyFromAmong([.. RoleWords.All.Keys]);
        return option;
    }

    private static Option<string[]> UnitOption() => new("--unit")
    {
        Description = "The units of a unit contact",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = true,
    };

    private static Option<bool> PasswordStdin() => new("--password-stdin")
    {
        Description = "Read the password from standard input instead of asking for it",
    };
}
