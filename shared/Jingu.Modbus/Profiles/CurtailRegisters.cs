namespace Jingu.Modbus.Profiles;

/// <summary>
/// Holding registers by which an inverter is told to generate no more than a share of its rated power: one word in
/// each, read by function 3 and written by function 6. Immutable.
/// </summary>
/// <param name="Mode">Where the kind of limit stands, wire address.</param>
/// <param name="Limit">Where the share stands, in tenths of a percent, wire address.</param>
/// <param name="Unlimited">In <paramref name="Mode"/>: there is no limit.</param>
/// <param name="Percent">In <paramref name="Mode"/>: the share in <paramref name="Limit"/> is the limit.</param>
public sealed record CurtailRegisters(ushort Mode, ushort Limit, ushort Unlimited, ushort Percent);
