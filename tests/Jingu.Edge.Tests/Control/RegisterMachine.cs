using System.Globalization;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// A machine with holding registers that pymodbus serves: a chiller's controller, or an inverter that takes one client
/// and nothing within a time after it came. It tells of every write that reached it, also of one that it refused.
/// </summary>
internal sealed class RegisterMachine : IDisposable
{
    private readonly PythonJudge _program;

    private RegisterMachine(PythonJudge program) => _program = program;

    public int Port => _program.Port;

    /// <param name="clientsMax">It hangs up on who comes beyond these.</param>
    /// <param name="settles">What comes earlier after a connection opened is not answered.</param>
    public static async Task<RegisterMachine> StartAsync(
        byte unitIdentifier, int clientsMax = 8, TimeSpan settles = default) => new(await PythonJudge.StartAsync(
            "register_machine.py", unitIdentifier, clientsMax, (int)settles.TotalMilliseconds));

    /// <summary>Every write so far, in order, as <c>FUNCTION ADDRESS VALUE ...</c>.</summary>
    public async Task<IReadOnlyList<string>> WritesAsync()
    {
        await _program.AskAsync("told");
        return _program.Writes;
    }

    public async Task<int> ValueAsync(int register) => Number(await AskAsync($"get {register}"));

    public Task SetAsync(int register, int value) => AskAsync($"set {register} {value}");

    /// <summary>It answers writes to a register with this exception code; 0: as usual.</summary>
    public Task RefuseAsync(int register, int code) => AskAsync($"refuse {register} {code}");

    /// <summary>It takes a write at once and answers so much later.</summary>
    public Task AnswerLateAsync(int register, TimeSpan late) => AskAsync(
        $"late {register} {(int)late.TotalMilliseconds}");

    /// <summary>How many requests came before it had settled.</summary>
    public async Task<int> EarlyAsync() => Number(await AskAsync($"early"));

    /// <summary>From now on it takes everybody, at once.</summary>
    public Task OpenUpAsync() => AskAsync($"open");

    public void Dispose() => _program.Dispose();

    private Task<string> AskAsync(FormattableString word) =>
        _program.AskAsync(word.ToString(CultureInfo.InvariantCulture));

    private static int Number(string answer) => int.Parse(answer, CultureInfo.InvariantCulture);
}
