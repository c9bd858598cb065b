namespace Jingu.Simulators.Loads;

/// <summary>
/// A chiller that keeps a building at 26 C by day, with the building's thermal inertia: what is not cooled during an
/// event is cooled after it. Works in slots: what is set within a slot takes effect with the next one, so that what a
/// meter showed never changes. The numbers are synthetic. Safe from any thread.
/// </summary>
/// <param name="heads">People in the building; everything grows with them.</param>
internal sealed class Chiller(Slots slots, Noise noise, int heads) : ICounter
{
    /// <summary>What the supply temperature register begins with, tenths of a degree C.</summary>
    public const int SupplyNormally = 70;

    /// <summary>The limit of current at first, percent of the rated one.</summary>
    public const int LimitNormally = 100;

    /// <summary>W that the compressor takes at most, per head.</summary>
    public const int RatedWattsPerHead = 500;

    private const double Comfort = 26;
    private const double Coolest = 22;

    /// <summary>Wh of heat for each degree and head: walls, furniture and air of some 20 m2.</summary>
    private const double Capacity = 1800;

    /// <summary>W of heat through the walls for each degree and head, and of one person with a desk.</summary>
    private const double Leakage = 120;
    private const double Desk = 550;

    /// <summary>W of heat taken out for each W, with water of 7 C; three percent more for each degree.</summary>
    private const double Performance = 3.2;
    private const double PerformancePerDegree = 0.03;

    /// <summary>By how much of what is rated it cools for each degree above comfort.</summary>
    private const double Eagerness = 0.7;

    private readonly Lock _gate = new();
    private readonly List<(long At, int Supply, int Limit)> _settings = [];

    /// <summary>At each slot's start: Wh counted, and the room.</summary>
    private readonly List<(long Wh, double Room)> _edges = [(0, Comfort)];

    /// <summary>How often something was set: what was counted ahead of it is void.</summary>
    public int Settings
    {
        get
        {
            lock (_gate)
                return _settings.Count;
        }
    }

    /// <summary>W at most.</summary>
    public long Rated => (long)heads * RatedWattsPerHead;

    /// <summary>Both settings from an instant on.</summary>
    public void Set(int supply, int limit, long at)
    {
        lock (_gate)
        {
            _settings.Add((at, supply, limit));
            var kept = Math.Max(1, (int)Math.Min(_edges.Count, ((at - slots.Start) / Slots.Milliseconds) + 2));
            _edges.RemoveRange(kept, _edges.Count - kept);
        }
    }

    public long At(long instant)
    {
        var passed = Math.Clamp(instant - slots.Start, 0, slots.Count * Slots.Milliseconds);
        var slot = (int)(passed / Slots.Milliseconds);
        lock (_gate)
        {
            var from = EdgeAt(slot).Wh;
            return slot == slots.Count
                ? from
                : from + ((EdgeAt(slot + 1).Wh - from) * (passed % Slots.Milliseconds) / Slots.Milliseconds);
        }
    }

    public double PerHour(long instant) => instant < slots.Start || instant >= slots.End
        ? 0
        : EnergyIn((int)((instant - slots.Start) / Slots.Milliseconds)) * (double)Slots.PerHour;

    /// <summary>Wh in a slot.</summary>
    public long EnergyIn(int slot)
    {
        lock (_gate)
            return EdgeAt(slot + 1).Wh - EdgeAt(slot).Wh;
    }

    /// <summary>Degrees C in the building at an instant.</summary>
    public double RoomAt(long instant)
    {
        lock (_gate)
            return EdgeAt((int)Math.Clamp((instant - slots.Start) / Slots.Milliseconds, 0, slots.Count)).Room;
    }

    private (long Wh, double Room) EdgeAt(int edge)
    {
        while (_edges.Count <= edge)
            _edges.Add(After(_edges[^1], slots[_edges.Count - 1]));
        return _edges[edge];
    }

    private (long Wh, double Room) After((long Wh, double Room) before, Slot slot)
    {
        var (supply, limit) = SettingsIn(slot);
        var watts = WattsPerHead(before.Room, slot, supply, limit);
        var heat = (Leakage * (Outside(slot) - before.Room))
            + (Desk * ElectricityShape.Presence(slot.Hour, slot.IsWorkingDay)) - (watts * PerformanceAt(supply));
        return (
            before.Wh + (long)(watts * heads / Slots.PerHour), before.Room + (heat / Capacity / Slots.PerHour));
    }

    /// <summary>Runs on working days in summer; less cold water takes less heat out of the same air.</summary>
    private double WattsPerHead(double room, Slot slot, int supply, int limit)
    {
        if (!slot.IsWorkingDay || slot.Hour is < 7 or > 18 || room < Coolest || Outside(slot) < Coolest)
            return 0;
        var coils = Math.Clamp((room - (supply / 10.0)) / (Comfort - (SupplyNormally / 10.0)), 0, 1);
        var wanted = Math.Clamp(0.5 + (Eagerness * (room - Comfort)), 0, 1);
        return RatedWattsPerHead * Math.Min(wanted * coils, limit / 100.0);
    }

    private static double PerformanceAt(int supply) =>
        Performance * (1 + (PerformancePerDegree * (supply - SupplyNormally) / 10.0));

    /// <summary>35 C in the afternoon at the end of July, 15 C in winter.</summary>
    private double Outside(Slot slot) => 12 + (20 * ElectricityShape.Summer(slot.DayOfYear))
        + (3 * Math.Cos((slot.Hour - 15) * Math.PI / 12)) + noise.Smooth(slot.Index / (double)Slots.PerHour);

    private (int Supply, int Limit) SettingsIn(Slot slot)
    {
        var (supply, limit) = (SupplyNormally, LimitNormally);
        foreach (var setting in _settings.TakeWhile(setting => setting.At < slot.Start))
            (supply, limit) = (setting.Supply, setting.Limit);
        return (supply, limit);
    }
}
