using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Lines;

namespace Jingu.Edge.Control;

/// <summary>
/// Lines of this machine. An output is opened where a switchable point is wired to it and nowhere else, with supply on:
/// the kernel cannot show how a line was left without taking it, and nothing is cut by a start. A line that has gone is
/// opened again with the next look, and then too supply is on.
/// </summary>
internal sealed class GpioBoard : IBoard
{
    private readonly BoardPlan.Gpio _plan;
    private readonly ILines _outputLines;
    private readonly ILines _inputLines;
    private readonly FrozenDictionary<int, SwitchPointPlan> _switchable;
    private readonly ImmutableArray<int> _feedback;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Dictionary<int, IOutputLine> _outputs = [];
    private readonly Dictionary<int, IInputLine> _inputs = [];

    public GpioBoard(
        BoardPlan.Gpio plan, ILines outputs, ILines inputs, IReadOnlyCollection<SwitchPointPlan> points)
    {
        (_plan, _outputLines, _inputLines) = (plan, outputs, inputs);
        _switchable = points.Where(point => point.Board == plan.Id && point.IsSwitchable)
            .ToFrozenDictionary(point => point.Output);
        _feedback =
            [.. points.Select(point => point.Feedback).OfType<FeedbackPlan>()
                .Where(feedback => feedback.Board == plan.Id).Select(feedback => feedback.Input)];
    }

    public async ValueTask<string?> SetAsync(int output, bool isSet, CancellationToken stop)
    {
        if (!_switchable.ContainsKey(output))
            return $"output {output} of {_plan.Id} is not declared switchable: it is never opened.";
        var (line, fault) = await OpenAsync(output, stop);
        if (line is null)
            return fault;
        if (await line.SetAsync(isSet, stop) is LevelOutcome.Gone gone)
            return await CloseAsync(_outputs, output, gone.Detail, stop);
        return null;
    }

    public async ValueTask<BoardLook> ReadAsync(CancellationToken stop)
    {
        var outputs = new bool?[_plan.Outputs];
        string? fault = null;
        foreach (var output in _switchable.Keys.Order())
        {
            var (line, missing) = await OpenAsync(output, stop);
            var level = line is null ? new LevelOutcome.Gone(missing) : await line.ReadAsync(stop);
            if (level is LevelOutcome.Level seen)
                outputs[output - 1] = seen.IsActive;
            else
                fault = await CloseAsync(_outputs, output, ((LevelOutcome.Gone)level).Detail, stop);
        }
        if (fault is not null && outputs.All(output => output is null))
            return BoardLook.Silent(fault);
        var (inputs, unread) = await ReadInputsAsync(stop);
        return new([.. outputs], inputs, fault ?? unread);
    }

    /// <summary>Lines do not tell: their behaviour is proved on site.</summary>
    public ValueTask<ImmutableDictionary<SwitchPointId, string>> UnlikeAsync(CancellationToken stop) =>
        ValueTask.FromResult(ImmutableDictionary<SwitchPointId, string>.Empty);

    public async ValueTask DisposeAsync()
    {
        foreach (var line in _outputs.Values)
            await line.DisposeAsync();
        foreach (var line in _inputs.Values)
            await line.DisposeAsync();
        _opening.Dispose();
    }

    private async ValueTask<(ImmutableArray<bool> Inputs, string? Fault)> ReadInputsAsync(CancellationToken stop)
    {
        var inputs = new bool[_plan.Inputs];
        foreach (var input in _feedback)
        {
            if (!_inputs.TryGetValue(input, out var line))
            {
                if (await _inputLines.OpenInputAsync(_plan.InputLines[input - 1], stop)
                    is not LineOpening<IInputLine>.Opened opened)
                {
                    return ([], $"input {input} of {_plan.Id} cannot be opened.");
                }
                _inputs[input] = line = opened.Line;
            }
            if (await line.ReadAsync(stop) is not LevelOutcome.Level level)
                return ([], await CloseAsync(_inputs, input, $"input {input} of {_plan.Id} is gone.", stop));
            inputs[input - 1] = level.IsActive;
        }
        return ([.. inputs], null);
    }

    private async ValueTask<(IOutputLine? Line, string Fault)> OpenAsync(int output, CancellationToken stop)
    {
        await _opening.WaitAsync(stop);
        try
        {
            if (_outputs.TryGetValue(output, out var open))
                return (open, "");
            var (line, active) = _plan.OutputLines[output - 1];
            var on = _switchable[output].IsSetFor(CircuitState.On);
            switch (await _outputLines.OpenOutputAsync(new(line, active, on), stop))
            {
                case LineOpening<IOutputLine>.Opened opened:
                    _outputs.Add(output, opened.Line);
                    return (opened.Line, "");
                case LineOpening<IOutputLine>.Failed failed:
                    return (null, failed.Detail);
                default:
                    throw new InvalidOperationException("a line opens or it does not");
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<string> CloseAsync<T>(
        Dictionary<int, T> lines, int number, string why, CancellationToken stop)
        where T : IAsyncDisposable
    {
        await _opening.WaitAsync(stop);
        try
        {
            if (lines.Remove(number, out var line))
                await line.DisposeAsync();
            return why;
        }
        finally
        {
            _opening.Release();
        }
    }
}
