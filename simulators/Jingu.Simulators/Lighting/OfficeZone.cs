namespace Jingu.Simulators.Lighting;

/// <summary>
/// A zone of the office floor: how lamps and daylight reach the desk and the sensor at the ceiling, which sees both,
/// but not in the same ratio. Lamps are planned 25 % too bright, as for a maintenance factor of 0.8.
/// </summary>
/// <param name="Lamps">Of how many lamps; switching is counted for each.</param>
/// <param name="Watts">What all of them draw at full light.</param>
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
    public static readonly OfficeZone WindowRow =
        new("window-row", 10, 400, 300, 375, 0.035, 0.35, 0.45, 165);

    public static readonly OfficeZone InnerRow = new("inner-row", 10, 400, 300, 375, 0.010, 0.35, 0.40, 132);

    public static readonly OfficeZone SmallOffice =
        new("small-office", 2, 80, 300, 375, 0.030, 0.35, 0.45, 165);

    public static readonly OfficeZone MeetingRoom = new("meeting-room", 6, 240, 300, 375, 0.015, 0.35, 0.40, 145);

    public static readonly OfficeZone Corridor = new("corridor", 8, 160, 50, 125, 0.001, 0.35, 0.40, 0);

    public static readonly IReadOnlyList<OfficeZone> All =
        [WindowRow, InnerRow, SmallOffice, MeetingRoom, Corridor];

    /// <summary>What lamps draw that give this light, W: drivers take a twentieth, and a little while dark.</summary>
    public double WattsAt(int light) => light == 0
        ? Lamps * 0.3
        : Watts * (0.05 + (0.95 * light / 1000.0));
}
