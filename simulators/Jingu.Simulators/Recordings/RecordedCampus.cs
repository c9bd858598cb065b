using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using NodaTime;

namespace Jingu.Simulators.Recordings;

/// <summary>
/// What a folder of recordings gives the units and plants of a campus, in the files' order, and what had to be said
/// about it.
/// </summary>
/// <param name="Notes">Sentences for the report: what was left out and why, which hours continue the hour
/// before.</param>
internal sealed record RecordedCampus(GivenLoads Loads, ImmutableArray<string> Notes)
{
    /// <summary>
    /// Reads and lays out the recordings; a folder that lacks them throws <see cref="RecordingsException"/>.
    /// </summary>
    public static RecordedCampus Read(CampusPlan plan, CampusOptions options, string folder, Slots slots)
    {
        var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        var month = LocalMonth.Holding(options.From, zone);
        var first = LocalAt(slots.Start, zone);
        var last = LocalAt(slots.End, zone);
        var notes = ImmutableArray.CreateBuilder<string>();
        notes.Add(
            $"Recordings of {month} from {folder}; common loads and the split into circuits are built-in shapes.");
        var buildings = ElectricityRecording.Read(folder, first, last);
        var electricity = Electricity(plan, options.Seed, buildings, slots, month, notes);
        var meters = WaterRecording.Read(folder, first, last, zone);
        var water = Water(plan, options, meters, month, notes);
        var generation = Generation(plan, folder, slots, notes);
        return new(new(electricity, water) { Generation = generation }, notes.ToImmutable());
    }

    private static FrozenDictionary<MeterId, long[]> Generation(
        CampusPlan plan, string folder, Slots slots, ImmutableArray<string>.Builder notes)
    {
        var plants = plan.Meters.Where(meter => meter.PeakKilowatts > 0).ToArray();
        if (plants.Length == 0)
            return FrozenDictionary<MeterId, long[]>.Empty;
        var sun = SunRecording.Read(folder);
        notes.Add(
            $"PV is that of a real array of about 6 kW ({SunRecording.FileName}, July to October 2016), scaled to each "
            + "plant: a day plays the recorded one on which the sun stood nearest to as high.");
        return plants.ToFrozenDictionary(
            plant => plant.Id, plant => slots.Fill(slot => sun.EnergyIn(slot, plant.PeakKilowatts)));
    }

    private static FrozenDictionary<UnitId, long[]> Electricity(
        CampusPlan plan,
        ulong seed,
        ImmutableArray<RecordedBuilding> buildings,
        Slots slots,
        LocalMonth month,
        ImmutableArray<string>.Builder notes)
    {
        var hours = (First: HourOf(month.Year, month.Month), Last: HourOf(month.Year, month.Month + 1));
        var replays = buildings.Select(building => (building.Name, Replay: new ElectricityReplay(
            building, slots, hours.First, hours.Last))).ToArray();
        foreach (var empty in replays.Where(one => one.Replay.MonthSum <= 0))
            notes.Add($"{empty.Name} left out: no energy in {month}.");
        var usable = replays.Where(one => one.Replay.MonthSum > 0).ToArray();
        Enough(plan, usable.Length, ElectricityRecording.FileName, month);

        var energy = new Dictionary<UnitId, long[]>();
        foreach (var (unit, (name, replay)) in plan.Units.Zip(usable))
        {
            energy[unit.Id] = replay.Energy(BuiltInMonth(seed, unit, slots, month));
            var continued = replay.ContinuedHours.ToArray();
            if (continued.Length > 0)
                notes.Add($"{unit.Id} ({name}): blank hours continue the hour before: {string.Join(", ", continued)}.");
        }

        return energy.ToFrozenDictionary();
    }

    /// <summary>What the built-in shape says a unit of this size takes in the month: the measure for scaling.</summary>
    private static long BuiltInMonth(ulong seed, UnitPlan unit, Slots slots, LocalMonth month)
    {
        var shape = new ElectricityShape(seed, unit.Id.Value, unit.Headcount);
        var (from, to) = (month.From.ToUnixTimeMilliseconds(), month.To.ToUnixTimeMilliseconds());
        return slots.Fill(slot => slot.Start >= from && slot.Start < to ? shape.EnergyIn(slot) : 0).Sum();
    }

    private static FrozenDictionary<UnitId, MeterLoad> Water(
        CampusPlan plan,
        CampusOptions options,
        ImmutableArray<RecordedWater> meters,
        LocalMonth month,
        ImmutableArray<string>.Builder notes)
    {
        var usable = new List<(string Name, MeterLoad Load)>();
        foreach (var meter in meters)
        {
            var (load, reason) = WaterReplay.Of(meter, month, options.From, options.To);
            if (load is not null)
                usable.Add((meter.Name, load));
            else
                notes.Add($"{meter.Name} left out: {reason}.");
        }

        Enough(plan, usable.Count, WaterRecording.FileName, month);
        var taken = plan.Units.Zip(usable).ToArray();
        foreach (var (unit, (name, load)) in taken)
        {
            var silent = load.Silent.Within(options.From, options.To);
            if (silent > TimeSpan.Zero)
            {
                notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{unit.Id} ({name}): silent for {silent.TotalHours:0.0} hours in gaps over 3 hours."));
            }
        }

        return taken.ToFrozenDictionary(pair => pair.First.Id, pair => pair.Second.Load);
    }

    private static void Enough(CampusPlan plan, int usable, string file, LocalMonth month)
    {
        if (usable < plan.Units.Length)
        {
            throw new RecordingsException(
                $"{file} has {usable} usable columns or meters in {month}, "
                + $"and {plan.Units.Length} units need one each. "
                + "Choose another month, for instance 2017-03.");
        }
    }

    private static long HourOf(int year, int month) =>
        ElectricityRecording.HourOf(new LocalDate(year, 1, 1).PlusMonths(month - 1).AtMidnight());

    private static LocalDateTime LocalAt(long instant, DateTimeZone zone) =>
        Instant.FromUnixTimeMilliseconds(instant).InZone(zone).LocalDateTime;
}
