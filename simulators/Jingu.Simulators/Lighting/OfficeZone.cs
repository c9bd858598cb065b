namespace Jingu.Simulators.Lighting;

/// <summary>
/// A zone of the office floor: how lamps and daylight reach the desk and the sensor at the ceiling, which sees both,
/// but not in the same ratio. Lamps are planned 25 % too bright, as for a maintenance factor of 0.8.
/// </summary>
/// <param name="Lamps">Of how many lamps; switching is counted for each.</param>
/// <param name="Watts">What all of them draw at full light: in five minutes a whole number of Wh.</param>
/// <param name="TargetLux">What the darkest desk needs, lx: GB 50034, 300 at desks, 50 in a corridor.</param>
/// <param name="LampLux">What they give that desk at full light, lx.</param>
/// <param name="DaylightFactor">What of the light outdoors reaches that desk.</param>
/// <param name="SensorOfLamps">What the sensor shows of the lamps' light at the desk.</param>
/// <param name="SensorOfDaylight">What it shows of the daylight there.</param>
/// <param name="SensorTarget">What it was told to hold, lx; 0: it has no light sensor.</param>
internal sealed record OfficeZone(
    string Id, int Lamps, int Watts, int TargetLux, int LampLux, double DaylightFactor, double SensorOfLamps,
    double SensorOfDaylight, int SensorTarget)
{
    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public static readonly OfficeZone WindowRow = new("window-row", 10, 420, 300, 375, 0.035, 0.35, 0.45, 165)
    {
        Name = "靠窗一排",
        NameEn = "Window row",
    };

    public static readonly OfficeZone InnerRow = new("inner-row", 10, 420, 300, 375, 0.010, 0.35, 0.40, 132)
    {
        Name = "内侧一排",
        NameEn = "Inner row",
    };

    public static readonly OfficeZone SmallOffice = new("small-office", 2, 84, 300, 375, 0.030, 0.35, 0.45, 165)
    {
        Name = "小办公室",
        NameEn = "Small office",
    };

    public static readonly OfficeZone MeetingRoom = new("meeting-room", 6, 252, 300, 375, 0.015, 0.35, 0.40, 145)
    {
        Name = "会议室",
        NameEn = "Meeting room",
    };

    public static readonly OfficeZone Corridor = new("corridor", 8, 168, 50, 125, 0.001, 0.35, 0.40, 0)
    {
        Name = "走廊",
        NameEn = "Corridor",
    };

    public static readonly IReadOnlyList<OfficeZone> All =
        [WindowRow, InnerRow, SmallOffice, MeetingRoom, Corridor];

    /// <summary>What lamps draw that give this light, W.</summary>
    public double WattsAt(int light) => Watts * DrawAt(light) / 1000.0;

    /// <summary>The same in thousandths of full draw: drivers take a twentieth, and 0.3 W each while dark.</summary>
    public int DrawAt(int light) => light == 0
        ? (int)Math.Round(Lamps * 300.0 / Watts)
        : 50 + (int)Math.Round(0.95 * light);
}
