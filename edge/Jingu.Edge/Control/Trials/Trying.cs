using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Control.Trials;

/// <summary>
/// Proves a switch point together with a person on site: switch, pull the bus, power-cycle, read back. Whatever
/// happens, it ends by asking the device for supply.
/// </summary>
/// <param name="open">Opens the device; after a loss it is opened anew.</param>
/// <param name="hasBus">There is a bus between the device and this machine, and a device without it is silent.</param>
/// <param name="answers">What the person says, a line each.</param>
/// <param name="screen">What the person is asked.</param>
internal sealed class Trying(
    SwitchPointPlan point, Func<IBoard> open, bool hasBus, TextReader answers, TextWriter screen, MachineTime machine)
{
    /// <summary>An answer that is none is asked for again this often.</summary>
    private const int AskMax = 5;

    private const string On = "on";
    private const string Off = "off";
    private const string NoAnswer = "no answer";

    /// <summary>Beside the travel time, for the wire and the contact.</summary>
    private static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly ImmutableArray<TrialStep>.Builder _steps = ImmutableArray.CreateBuilder<TrialStep>();
    private IBoard _board = open();

    /// <summary>Runs all steps. A person who leaves ends it with a <see cref="ConfigurationException"/>.</summary>
    public async Task<ImmutableArray<TrialStep>> RunAsync(CancellationToken stop)
    {
        if (!point.IsSwitchable)
            throw new ConfigurationException(point.Id.Value, "is not declared switchable: nothing is switched.");
        await SayAsync($"This cuts {point.Unit}'s {point.Resource.ToString().ToLowerInvariant()} at {point.Id} twice. "
            + $"Everybody behind it must know.");
        if (await AskAsync($"Write {point.Id} to begin: ", stop) != point.Id.Value)
            throw new ConfigurationException(point.Id.Value, "was not confirmed: nothing was switched.");
        try
        {
            await SwitchAsync(CircuitState.On, stop);
            await SwitchAsync(CircuitState.Off, stop);
            await LoseBusAsync(stop);
            await SwitchAsync(CircuitState.Off, stop);
            await LoseSupplyAsync(stop);
            await SwitchAsync(CircuitState.On, stop);
        }
        finally
        {
            var on = point.IsSetFor(CircuitState.On);
            if (await _board.SetAsync(point.Output, on, CancellationToken.None) is { } fault)
                await SayAsync($"{point.Id} could not be given supply at the end: {fault} Do it by hand.");
            await _board.DisposeAsync();
        }
        return _steps.ToImmutable();
    }

    private async Task SwitchAsync(CircuitState state, CancellationToken stop)
    {
        var word = Word(state);
        var fault = await _board.SetAsync(point.Output, point.IsSetFor(state), stop);
        await StepAsync($"command {word}", "carried out", fault ?? "carried out");
        await StepAsync("read back", word, await LookAsync(word, stop));
        var seen = await AskOfAsync("Look at the circuit itself. Is it on or off? ", [On, Off], stop);
        await StepAsync("at the circuit", word, seen);
    }

    private async Task LoseBusAsync(CancellationToken stop)
    {
        var expected = Word(point.After(point.BusLoss) ?? CircuitState.Off);
        await SayAsync(hasBus
            ? "Pull the bus off the device and wait until it notices, for as long as its timer says."
            : "The lines are let go now, as when the gateway ends.");
        if (!hasBus)
            await _board.DisposeAsync();
        await StepAsync("bus lost", expected,
            await AskOfAsync("How is the circuit, on or off? ", [On, Off], stop));
        if (hasBus)
        {
            var isSilent = (await _board.ReadAsync(stop)).IsSilent;
            await StepAsync("asked without bus", NoAnswer, isSilent ? NoAnswer : "answers");
        }
        await AskAsync(hasBus ? "Put the bus back and press Enter. " : "Press Enter to take the lines again. ", stop);
        if (!hasBus)
            _board = open();
        await StepAsync("bus back", expected, await LookAsync(expected, stop));
    }

    private async Task LoseSupplyAsync(CancellationToken stop)
    {
        await SayAsync("Take the supply from the device.");
        await StepAsync("supply lost", Word(point.WithoutSupply ?? CircuitState.Off),
            await AskOfAsync("How is the circuit, on or off? ", [On, Off], stop));
        await AskAsync("Give it supply again, wait until it has started, and press Enter. ", stop);
        var expected = Word(point.After(point.PowerUp) ?? CircuitState.Off);
        await StepAsync("supply back", expected, await LookAsync(expected, stop));
        await StepAsync("supply back, at the circuit", expected,
            await AskOfAsync("How is the circuit, on or off? ", [On, Off], stop));
    }

    /// <summary>What the device shows, at the latest when the contact has had its time.</summary>
    private async Task<string> LookAsync(string expected, CancellationToken stop)
    {
        var begun = machine.GetTimestamp();
        // At least twice: the first may find out that a connection of before is dead.
        for (var tries = 1; ; tries++)
        {
            var look = await _board.ReadAsync(stop);
            var seen = look.IsSilent || look.Outputs[point.Output - 1] is not { } isSet
                ? look.Fault ?? "unknown"
                : Word(point.StateFor(isSet));
            if (seen == expected || (tries > 1 && machine.GetElapsedTime(begun) > point.Travel + SettleMax))
                return seen;
            await Task.Delay(LookEvery, machine, stop);
        }
    }

    private async Task StepAsync(string what, string expected, string seen)
    {
        var step = new TrialStep(what, expected, seen);
        _steps.Add(step);
        await SayAsync($"  {(step.IsPassed ? "good" : "WRONG")}: {step}");
    }

    private async Task<string> AskOfAsync(string question, string[] words, CancellationToken stop)
    {
        for (var i = 0; i < AskMax; i++)
        {
            var answer = await AskAsync(question, stop);
            if (words.Contains(answer))
                return answer;
            await SayAsync($"Write one of {string.Join(", ", words)}.");
        }
        throw new ConfigurationException(point.Id.Value, "was not answered: the trial counts for nothing.");
    }

    private async Task<string> AskAsync(string question, CancellationToken stop)
    {
        await screen.WriteAsync(question);
        await screen.FlushAsync(stop);
        return (await answers.ReadLineAsync(stop))?.Trim().ToLowerInvariant()
            ?? throw new ConfigurationException(point.Id.Value, "nobody answers: the trial counts for nothing.");
    }

    private Task SayAsync(string text) => screen.WriteLineAsync(text);

    private static string Word(CircuitState state) => state == CircuitState.Off ? Off : On;
}
