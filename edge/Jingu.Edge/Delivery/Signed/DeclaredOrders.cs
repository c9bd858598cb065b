using Jingu.Contracts.Commands;
using Jingu.Edge.Budgets;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// Signed commands by which a person declares something of a register, as the declarations that the installer's tools
/// write. Pure.
/// </summary>
internal static class DeclaredOrders
{
    /// <summary>Null for a command that declares nothing.</summary>
    public static Declaration? Of(Command command, DateTimeOffset taken)
    {
        Declaration Make(string point, long? number, DeclarationKind kind, string journal, int epoch) =>
            new(0, taken, command.By, command.Reason, new(point), number, kind)
            {
                Order = new(command.Id, journal, epoch, command.NotAfter),
            };
        return command.Action switch
        {
            CommandAction.ReplaceMeter replace =>
                Make(replace.Point, null, DeclarationKind.Replaced, replace.Journal, replace.Epoch) with
                {
                    At = replace.At?.ToUniversalTime(),
                    Closing = replace.Closing,
                    Opening = replace.Opening,
                    Serial = replace.Serial,
                },
            CommandAction.SettleCase { Word: SettleWord.Believe } settle =>
                Make(settle.Point, settle.Case, DeclarationKind.Believed, settle.Journal, settle.Epoch),
            CommandAction.SettleCase settle =>
                Make(settle.Point, settle.Case, DeclarationKind.NewBase, settle.Journal, settle.Epoch) with
                {
                    Amount = settle.Amount,
                },
            _ => null,
        };
    }
}
