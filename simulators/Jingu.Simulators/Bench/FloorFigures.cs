using System.Collections.Immutable;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Lighting;
using Jingu.Simulators.Report;
using NodaTime;

namespace Jingu.Simulators.Bench;

/// <summary>Puts together what a run with a lit floor found out about its zones.</summary>
internal static class FloorFigures
{
    /// <param name="days">The whole local days of the period, the last one excluded; at least one.</param>
    public static async Task<ImmutableArray<ZoneReport>> CollectAsync(
        VirtualCampus campus, AggregatorApi api, (LocalDate First, LocalDate End) days, ulong seed,
        CancellationToken stop)
    {
        var told = (await api.LightingAsync(days.First, days.End, stop)).Zones.ToDictionary(zone => zone.Id);
        var week = new OfficeWeek(seed, days.First, Period.DaysBetween(days.First, days.End));
        return
        [
            .. campus.Plan.Floor!.Zones.Zip(campus.Floor!.Rooms, (plan, room) => ReportOf(
                campus, plan, room, told.GetValueOrDefault(plan.Room.Id), days,
                week.WattHoursOf(plan.Room, OfficeRules.Every))),
        ];
    }

    private static ZoneReport ReportOf(
        VirtualCampus campus, LitZonePlan plan, LitRoom room, StoredZone? told, (LocalDate First, LocalDate End) days,
        double ruled)
    {
        var point = campus.Plan.Meter(plan.Light).Points[0].Id;
        long? counted = campus.Log.TryDelta(point, MidnightOf(days.First), MidnightOf(days.End), out var delta, out _)
            ? delta
            : null;
        return new(
            plan.Room.Id, point.Value, counted, told?.UsedWh, told?.BaselineWh, told?.SavedWh, (long)Math.Round(ruled),
            room.Room.Occupied.TotalMinutes, room.Room.Below.TotalMinutes,
            plan.Room == OfficeZone.Corridor ? null : room.LeftLit.TotalMinutes,
            [
                .. room.Lamps.Changes.Select(at =>
                    new LightStep(DateTimeOffset.FromUnixTimeMilliseconds(at), room.Lamps.ShareAt(at))),
            ]);
    }

    private static DateTimeOffset MidnightOf(LocalDate day) =>
        day.AtStartOfDayInZone(OfficeWorld.Zone).ToDateTimeOffset().ToUniversalTime();
}
