using System.Collections.Immutable;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Time;

namespace Jingu.Edge.Control.Buttons;

/// <summary>
/// All buttons of a gateway, looked at now and then: their lines keep every edge with its time until they are. Under a
/// bench they are looked at with the polls, so that they cost the clock nothing.
/// </summary>
internal sealed class RestoreButtons : IAsyncDisposable
{
    /// <summary>So long a person may wait to be heard, and the tick on top.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ImmutableArray<RestoreButton> _buttons;
    private readonly Presses _presses;
    private readonly SiteTime _site;
    private readonly TimeSpan _period;

    public RestoreButtons(
        CommissioningPlan plan, Presses presses, PendingEvents events, SiteTime site, MachineTime machine)
    {
        (_presses, _site) = (presses, site);
        _period = site.IsBench && !plan.Ports.IsEmpty ? plan.Ports.Min(port => port.Period) : LookEvery;
        _buttons =
        [
            .. from button in plan.Buttons
            let board = (BoardPlan.Gpio)plan.Boards.First(board => board.Id == button.Board)
            select new RestoreButton(
                button, board.InputLines[button.Input - 1], Boards.InputsOf(board, site, machine), presses, events,
                site),
        ];
    }

    /// <summary>Sets the first look; call before the tick asks for <see cref="Presses.EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (!_buttons.IsEmpty)
            _presses.EarliestOpen = now;
    }

    /// <summary>Looks until stopped; without buttons it returns nothing to wait for.</summary>
    public ImmutableArray<Task> Run(CancellationToken stop) =>
        _buttons.IsEmpty ? [] : [RunAsync(_site.Join("buttons"), stop)];

    public async ValueTask DisposeAsync()
    {
        foreach (var button in _buttons)
            await button.DisposeAsync();
    }

    private async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        while (true)
        {
            foreach (var button in _buttons)
                await button.LookAsync(stop);
            var next = Port.AlignUp(_site.GetUtcNow() + TimeSpan.FromTicks(1), _period);
            _presses.EarliestOpen = next;
            await participant.WaitUntilAsync(next, stop);
        }
    }
}
