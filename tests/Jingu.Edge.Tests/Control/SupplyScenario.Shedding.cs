using System.Collections.Immutable;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Tests.Control;

/// <summary>Demand response, and a chiller whose supply temperature it may move.</summary>
internal sealed partial class SupplyScenario
{
    /// <summary>A set point that no ladder lists; 7.0 C, with 6.0 to 12.0 as comfort limits, shed to 11.5.</summary>
    public const string Chiller = "chiller-07";

    public const int ChilledNormally = 70;

    public const int ChilledLess = 115;

    private readonly ImmutableArray<SetPointPlan> _setPoints = [];
    private DemandEvent? _event;

    /// <summary>
    /// A policy comes with an event; its loads go a minute after each other, and return likewise in the same order.
    /// </summary>
    public SupplyScenario Event(string from, string to, params string[] loads) => Change(() =>
    {
        var (begin, end) = (Parse(from), Parse(to));
        _event = new(
            "peak-1", begin, end,
            [
                .. loads.Select((load, place) => new EventLoad(
                    new(load), Unit, KindOf(load), begin.AddMinutes(place), end.AddMinutes(place))),
            ]);
        Publish();
    });

    /// <summary>The next policy says nothing of it any more.</summary>
    public SupplyScenario EventIsCalledOff() => Change(() =>
    {
        _event = null;
        Publish();
    });

    private LoadKind KindOf(string load) => load == Chiller ? LoadKind.SetPoint
        : _lamps.Any(lamp => lamp.Id.Value == load) ? LoadKind.Lamp : LoadKind.Circuit;

    private static SetPointPlan ChillerPlan() => new(
        new SwitchPoint(new(Chiller), Unit, Resource.Electricity, Switchable: true, [CircuitKind.Ordinary])
        {
            SetPoint = new(60, 120, ShedsUpward: true),
        },
        "chiller-board", 40, 40, ChilledLess, 1, TimeSpan.FromSeconds(1));
}
