using System.Security.Cryptography;

namespace Jingu.Simulators.Bench;

/// <summary>
/// Who may sign in on a bench, and the token by which the bench itself asks: made by the aggregator's own commands, as
/// an operator would. Passwords and token are new with every run.
/// </summary>
/// <param name="Token">Reads, plans, commands, and acts for the scripted people.</param>
/// <param name="Password">Of both people.</param>
internal sealed record BenchPeople(string Token, string Password)
{
    /// <summary>Facility manager and administrator.</summary>
    public const string Manager = "manager";

    /// <summary>A second facility manager: what needs two people needs another one than the first.</summary>
    public const string Deputy = "deputy";

    private const int PasswordDigits = 24;

    /// <param name="config">The file aggregator.yaml.</param>
    /// <exception cref="BenchException">The aggregator refuses it.</exception>
    public static async Task<BenchPeople> SignUpAsync(ProgramPaths paths, string config, CancellationToken stop)
    {
        var password = RandomNumberGenerator.GetHexString(PasswordDigits, lowercase: true);
        await AddAsync(paths, config, Manager, ["facility-manager", "administrator"], password, stop);
        await AddAsync(paths, config, Deputy, ["facility-manager"], password, stop);
        var token = await ProgramOutput.ReadAsync(
            paths.Aggregator,
            ["token", "add", "--config", config, "--name", "bench", "--scope", "read", "plan", "command", "act-for"],
            stop);
        return new(token.Trim(), password);
    }

    private static Task<string> AddAsync(
        ProgramPaths paths, string config, string name, string[] roles, string password, CancellationToken stop) =>
        ProgramOutput.ReadAsync(
            paths.Aggregator,
            ["user", "add", "--config", config, "--name", name, "--password-stdin", "--role", .. roles],
            stop, password + "\n");
}
