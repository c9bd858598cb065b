using System.Text.Json.Nodes;
using Jingu.Edge.Budgets;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;

namespace Jingu.Edge.Commands;

/// <summary>
/// Writes a declaration into the gateway's file, beside the running gateway or without one, and says what came of it.
/// </summary>
internal static class Declaring
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    /// <returns>0: applied, or written down; 1: the gateway refused it.</returns>
    public static async Task<int> RunAsync(
        JournalStore journal, Declaration declaration, TimeSpan wait, bool json, MachineTime machine,
        CancellationToken stop)
    {
        var number = journal.Declare(declaration);
        var answered = await AnswerAsync(journal, number, wait, machine, stop);
        await Console.Out.WriteLineAsync(json ? ToJson(answered).ToJsonString() : answered.State switch
        {
            DeclarationState.Applied => $"Declaration {number} is applied. {answered.Answer}",
            DeclarationState.Refused => $"Declaration {number} was refused, nothing has changed: {answered.Answer}",
            _ => $"Declaration {number} is written down. The gateway applies it with its next reading, or when it "
                + "starts; jingu-edge settle shows what became of it.",
        });
        return answered.State == DeclarationState.Refused ? ExitCodes.CheckFailed : ExitCodes.Good;
    }

    public static JsonObject ToJson(Declaration declaration) => new()
    {
        ["declaration"] = declaration.Number,
        ["state"] = declaration.State.ToString().ToLowerInvariant(),
        ["made"] = declaration.Made.ToString("O"),
        ["by"] = declaration.By,
        ["reason"] = declaration.Reason,
        ["point"] = declaration.Point.Value,
        ["case"] = declaration.Case,
        ["kind"] = declaration.Kind switch
        {
            DeclarationKind.Replaced => "replaced",
            DeclarationKind.Believed => "believed",
            DeclarationKind.DialRead => "dial-read",
            _ => "new-base",
        },
        ["answer"] = declaration.Answer,
    };

    private static async Task<Declaration> AnswerAsync(
        JournalStore journal, long number, TimeSpan wait, MachineTime machine, CancellationToken stop)
    {
        var begun = machine.GetTimestamp();
        while (true)
        {
            var declaration = journal.ReadDeclarations(waiting: false).Single(one => one.Number == number);
            if (declaration.State != DeclarationState.Waiting || machine.GetElapsedTime(begun) >= wait)
                return declaration;
            await Task.Delay(Every, machine, stop);
        }
    }
}
