using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Lines;
using Jingu.Lines.Buttons;
using Jingu.Time;

namespace Jingu.Edge.Control.Buttons;

/// <summary>
/// One button at its input. A line that goes is opened again with the next look; what was pressed while nobody had it
/// open confirms nothing. Used by one task.
/// </summary>
internal sealed class RestoreButton(
    ButtonPlan plan, InputSettings input, ILines lines, Presses presses, PendingEvents events, SiteTime site)
    : IAsyncDisposable
{
    private readonly LongPress _press = new(plan.Press, ButtonPlan.PressMax);
    private IInputLine? _line;
    private DateTimeOffset? _downSince;
    private bool _isStuck;
    private bool _isGone;

    /// <summary>Takes what has come since the last look.</summary>
    public async ValueTask LookAsync(CancellationToken stop)
    {
        if (await OpenAsync(stop) is not { } line)
            return;
        if (await line.TakeAsync(TimeSpan.Zero, stop) is not EdgesOutcome.Taken taken)
        {
            await LoseAsync("its line has gone");
            return;
        }
        for (var pressed = _press.Take(taken); pressed > 0; pressed--)
            presses.Add(new(plan.Id, plan.Unit, site.GetUtcNow()));
        TellStuck();
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is { } line)
            await line.DisposeAsync();
        _line = null;
    }

    private async ValueTask<IInputLine?> OpenAsync(CancellationToken stop)
    {
        if (_line is { } open)
            return open;
        var opening = await lines.OpenInputAsync(input, stop);
        if (opening is not LineOpening<IInputLine>.Opened { Line: var line })
        {
            await LoseAsync(((LineOpening<IInputLine>.Failed)opening).Detail);
            return null;
        }
        _line = line;
        // A simulated line remembers edges from before; a real one has none.
        if (await line.TakeAsync(TimeSpan.Zero, stop) is not EdgesOutcome.Taken before
            || await line.ReadAsync(stop) is not LevelOutcome.Level level)
        {
            await LoseAsync("its line has gone");
            return null;
        }
        _press.Begin(level.IsActive, before.Sequence);
        if (_isGone)
            Tell("back", $"{plan.Id} is there again: presses of {plan.Unit} count.");
        _isGone = false;
        return line;
    }

    private async ValueTask LoseAsync(string why)
    {
        await DisposeAsync();
        if (!_isGone)
        {
            Tell("gone", $"{plan.Id} cannot be read ({why.TrimEnd('.')}): {plan.Unit} can be confirmed by signed "
                + "command only. Check its wires.");
        }
        (_isGone, _downSince, _isStuck) = (true, null, false);
    }

    private void TellStuck()
    {
        if (!_press.IsDown)
        {
            if (_isStuck)
                Tell("released", $"{plan.Id} was let go: presses of {plan.Unit} count again.");
            (_downSince, _isStuck) = (null, false);
            return;
        }
        var now = site.GetUtcNow();
        _downSince ??= now;
        if (_isStuck || now - _downSince <= ButtonPlan.PressMax)
            return;
        _isStuck = true;
        Tell("stuck", $"{plan.Id} has been down since {_downSince:u}: it is stuck and confirms nothing. Look at it.");
    }

    private void Tell(string state, string text) => events.Add(
        EventKinds.RestoreButton, plan.Id, text,
        ImmutableSortedDictionary<string, string>.Empty.Add("state", state).Add("unit", plan.Unit.Value));
}
