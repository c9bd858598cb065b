using System.Collections.Immutable;
using Jingu.Contracts.Commands;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Delivery.Signed;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>What the same file keeps of inverters that are told a limit.</summary>
internal sealed partial class JournalStore
{
    /// <summary>Limits that are to be set, stand, or are to be lifted; one for each inverter.</summary>
    public ImmutableArray<Curtailment> ReadCurtailments()
    {
        lock (_gate)
            return CurtailmentCommands.Read(_commands);
    }

    /// <summary>
    /// Keeps a command that was never seen, and what it asks for, in place of what was asked of that inverter before; a
    /// command that still waited for its answer is answered. Durable on return.
    /// </summary>
    public void AddCurtailment(Command command, byte[] payload, DateTimeOffset taken, Curtailment curtailment)
    {
        lock (_gate)
        {
            var before = CurtailmentCommands.Read(_commands).FirstOrDefault(other => other.Point == curtailment.Point);
            var replaced = before is null ? null : Waiting(before.Command);
            Transact(transaction =>
            {
                _signed.AddCommand(command, payload, taken, null, transaction);
                if (replaced is not null)
                {
                    Answer(new(
                        replaced.Id, CommandState.Refused, taken, $"{command.By} asked for another limit before its "
                        + "effect was measured."), replaced, transaction);
                }
                CurtailmentCommands.Write(_commands, curtailment.InPlaceOf(before), transaction);
                return true;
            });
        }
    }

    /// <summary>
    /// Takes over a step of a curtailment, with the answer to its command and the note that tells the step, in one
    /// transaction. Nothing happens where another command has taken its place meanwhile.
    /// </summary>
    /// <returns>False: another command has.</returns>
    public bool SaveCurtailment(CurtailmentStep step)
    {
        lock (_gate)
        {
            if (CurtailmentCommands.Read(_commands).All(kept => kept.Command != step.Next.Command))
                return false;
            var asked = step.Answer is { } given ? Waiting(given.Id) : null;
            return Transact(transaction =>
            {
                if (step.IsOver)
                    CurtailmentCommands.Remove(_commands, step.Next, transaction);
                else
                    CurtailmentCommands.Write(_commands, step.Next, transaction);
                if (asked is not null)
                    Answer(step.Answer!, asked, transaction);
                if (step.Told is { } told)
                    _signed.AddNote(told, transaction);
                return true;
            });
        }
    }

    private Command? Waiting(string id) =>
        _signed.ReadCommands(waiting: true).FirstOrDefault(received => received.Command.Id == id)?.Command;

    private void Answer(CommandAnswer answer, Command command, SqliteTransaction transaction)
    {
        _signed.Answer(answer, transaction);
        _signed.AddNote(Note.Of(answer.ToEvent(command)), transaction);
    }
}
