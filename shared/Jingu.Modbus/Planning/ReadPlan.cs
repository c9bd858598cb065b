using System.Collections.Immutable;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Planning;

/// <summary>
/// The requests that read all registers of a profile from one device, as few as it allows, and how their answers become
/// counts. Immutable; safe from any thread.
/// </summary>
public sealed class ReadPlan
{
    private readonly DeviceProfile _profile;
    private readonly ImmutableArray<(Place Value, Place? ScaleFactor)?> _places;

    private ReadPlan(DeviceProfile profile, byte unitIdentifier, int offset, bool countersOnly)
    {
        _profile = profile;
        bool IsRead(ProfileRegister register) => !countersOnly || register.Counter is not null;
        var ranges = profile.Registers.Where(IsRead).SelectMany(register => Ranges(register, offset));
        Requests = [.. Merge(ranges, profile).Select(range =>
            new ModbusRequest.ReadRegisters(unitIdentifier, range.Function, (ushort)range.Start, range.Count))];
        _places = [.. profile.Registers.Select(register => IsRead(register) ? Find(register, offset) : default)];
    }

    /// <summary>In rising order of function and address.</summary>
    public ImmutableArray<ModbusRequest.ReadRegisters> Requests { get; }

    /// <summary>
    /// The plan for a device whose addresses are known. A SunSpec profile throws: its model must be found first.
    /// </summary>
    /// <param name="countersOnly">Leaves out instantaneous values.</param>
    public static ReadPlan For(
        DeviceProfile profile, byte unitIdentifier, bool countersOnly = false) => profile.SunSpec is null
        ? new ReadPlan(profile, unitIdentifier, 0, countersOnly)
        : throw new ArgumentException($"{profile.Name}: a SunSpec device is found on the wire first.", nameof(profile));

    /// <summary>
    /// The plan for a SunSpec device whose model's id register was found at <paramref name="modelAddress"/>.
    /// </summary>
    public static ReadPlan ForModelAt(
        ushort modelAddress, DeviceProfile profile, byte unitIdentifier, bool countersOnly = false) =>
        new(profile, unitIdentifier, modelAddress, countersOnly);

    /// <summary>
    /// Counts in the order of the profile's registers; null where the device said "not available" or was not asked.
    /// </summary>
    /// <param name="answers">The registers of each of <see cref="Requests"/>, in that order.</param>
    public ImmutableArray<long?> Decode(IReadOnlyList<ImmutableArray<ushort>> answers)
    {
        var values = ImmutableArray.CreateBuilder<long?>(_places.Length);
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i] is not var (value, scaleFactor))
            {
                values.Add(null);
                continue;
            }
            var registers = answers[value.Request].AsSpan()[value.Offset..];
            var power = scaleFactor is { } place ? unchecked((short)answers[place.Request][place.Offset]) : (short)0;
            values.Add(_profile.Registers[i].Decode(registers, power));
        }
        return values.MoveToImmutable();
    }

    /// <summary>
    /// The registers of each value as they came, in the order of the profile's; empty where not asked.
    /// </summary>
    public ImmutableArray<ImmutableArray<ushort>> RegistersOf(IReadOnlyList<ImmutableArray<ushort>> answers) =>
        [.. _places.Select((place, i) => place is var (value, _)
            ? answers[value.Request].Slice(value.Offset, _profile.Registers[i].Format.Registers)
            : [])];

    private static IEnumerable<Range> Ranges(ProfileRegister register, int offset)
    {
        yield return new Range(register.Function, register.Address + offset, register.Format.Registers);
        if (register.ScaleFactorAddress is { } scale)
            yield return new Range(register.Function, scale + offset, 1);
    }

    /// <summary>From low to high, each read taking in all it can: no other order needs fewer.</summary>
    private static List<Range> Merge(IEnumerable<Range> ranges, DeviceProfile profile)
    {
        var merged = new List<Range>();
        foreach (var range in ranges.OrderBy(range => (range.Function, range.Start, range.End)))
        {
            if (merged.Count > 0 && merged[^1].Joined(range) is { } joined
                && range.Start - merged[^1].End <= profile.GapMax && joined.Count <= profile.RegistersMax)
            {
                merged[^1] = joined;
            }
            else
            {
                merged.Add(range);
            }
        }
        return merged;
    }

    private (Place Value, Place? ScaleFactor)? Find(ProfileRegister register, int offset) =>
    (
        Find(new Range(register.Function, register.Address + offset, register.Format.Registers)),
        register.ScaleFactorAddress is { } scale ? Find(new Range(register.Function, scale + offset, 1)) : null);

    private Place Find(Range range)
    {
        for (var i = 0; i < Requests.Length; i++)
        {
            var request = new Range(Requests[i].Function, Requests[i].Address, Requests[i].Count);
            if (request.Function == range.Function && request.Start <= range.Start && range.End <= request.End)
                return new Place(i, range.Start - request.Start);
        }
        throw new InvalidOperationException($"No request reads {range}.");
    }

    private readonly record struct Place(int Request, int Offset);

    private readonly record struct Range(byte Function, int Start, int Count)
    {
        public int End => Start + Count;

        public Range? Joined(Range later) =>
            Function == later.Function ? this with { Count = Math.Max(End, later.End) - Start } : null;
    }
}
