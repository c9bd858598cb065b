using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Persistence.Relational;
using Xunit;

namespace Jingu.Aggregator.Tests.Commands;

/// <summary>The program's own <c>user</c> and <c>token</c> on a store where the aggregator never ran.</summary>
public sealed class PeopleCommandTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task The_first_administrator_is_made_on_the_console_and_the_last_one_stays()
    {
        Assert.Equal((0, ""), await RunAsync(
            Password, "user", "add", "--name", "wang", "--role", "administrator", "--password-stdin"));
        var store = await StoreAsync();
        var (user, hash) = (await new UserStore(store).FindAsync("wang", default))!.Value;
        Assert.Equal([Role.Administrator], user.Roles);
        Assert.True(new Passwords().IsRight(hash, Password, out _));

        Assert.Equal(
            (2, "wang is the only administrator: add another first.\n"),
            await RunAsync("", "user", "disable", "--name", "wang"));
        Assert.Equal(
            (2, "wang is the only administrator: add another first.\n"),
            await RunAsync("", "user", "roles", "--name", "wang", "--role", "viewer"));
        var entry = Assert.Single(await new AuditStore(store).NewestAsync(null, 10, default)).Entry;
        Assert.Equal(("user add", $"console {Environment.UserName}"), (entry.What, entry.Who));
    }

    [Theory]
    [InlineData(Password, "'Wang Li' cannot name anybody", "--name", "Wang Li", "--role", "viewer")]
    [InlineData(Password, "A unit contact has one unit at least", "--name", "li", "--role", "unit-contact")]
    [InlineData(Password, "Only a unit contact has units", "--name", "li", "--role", "viewer", "--unit", "unit-01")]
    [InlineData(
        Password, "'unit-09' is no unit", "--name", "li", "--role", "unit-contact", "--unit", "unit-09")]
    [InlineData("too short", "A password has 12 to 128 characters", "--name", "li", "--role", "viewer")]
    [InlineData("", "A password has 12 to 128 characters", "--name", "li", "--role", "viewer")]
    public async Task What_is_wrong_is_told_and_nobody_is_added(string password, string why, params string[] arguments)
    {
        var (code, errors) = await RunAsync(password, ["user", "add", "--password-stdin", .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Empty(await new UserStore(await StoreAsync()).AllAsync(default));
    }

    [Fact]
    public async Task Without_a_terminal_a_password_is_not_asked_for()
    {
        var (code, errors) = await RunAsync(Password, "user", "add", "--name", "li", "--role", "viewer");
        Assert.Equal(2, code);
        Assert.Contains("pass --password-stdin", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_printed_once_and_good_until_it_is_revoked()
    {
        var (code, errors, output) = await TellAsync(
            "", "token", "add", "--name", "desk", "--scope", "read", "act-for", "--days", "30");
        Assert.True(code == 0, errors);
        var secret = output.Trim();
        var tokens = new TokenStore(await StoreAsync());
        var token = (await tokens.FindAsync(secret, default))!;
        Assert.Equal(("desk", secret[..12]), (token.Name, token.Prefix));
        Assert.True(token.Scopes.SetEquals([Scope.Read, Scope.ActFor]));
        Assert.False(token.IsRevoked);

        Assert.Equal(0, (await RunAsync("", "token", "revoke", "--name", "desk")).Code);
        Assert.True((await tokens.FindAsync(secret, default))!.IsRevoked);
        Assert.Equal(2, (await RunAsync("", "token", "add", "--name", "desk", "--scope", "read")).Code);
        Assert.Equal(2, (await RunAsync("", "token", "add", "--name", "x", "--scope", "administer")).Code);
    }

    private async Task<RelationalStore> StoreAsync()
    {
        var store = new RelationalStore(AggregatorHost.RelationalFileOf(_site.Settings));
        await store.OpenAsync(default);
        return store;
    }

    private async Task<(int Code, string Errors)> RunAsync(string input, params string[] arguments)
    {
        var (code, errors, _) = await TellAsync(input, arguments);
        return (code, errors);
    }

    private Task<(int Code, string Errors, string Output)> TellAsync(string input, params string[] arguments) =>
        InstalledProgram.RunAsync(_site.PathOf("aggregator.yaml"), input, arguments);
}
