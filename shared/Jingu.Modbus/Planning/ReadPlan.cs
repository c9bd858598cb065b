using System.Collections.Immutable;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Planning;

/// <summary>
/// The requests that read all registers of a profile from one device, as few as it allows, and how their answers become
/// counts. A value and its scale factor are never read by two requests: the device may change both in between.
/// Immutable; safe from any thread.
/// </summary>
public sealed class ReadPlan
{
    private readonly DeviceProfile _profile;
    private readonly byte _unitIdentifier;
    private readonly int _offset;
    private readonly ImmutableArray<ImmutableArray<int>> _parts;

    /// <param name="parts">Per request the registers it reads, by their place in the profile, addresses rising.</param>
    private ReadPlan(
        DeviceProfile profile, byte unitIdentifier, int offset, ImmutableArray<ImmutableArray<int>> parts)
    {
        (_profile, _unitIdentifier, _offset, _parts) = (profile, unitIdentifier, offset, parts);
        Requests =
            [.. parts.Select(part => ToRequest(part.Select(RangeOf).Aggregate((one, next) => one.Joined(next))))];
    }

    /// <summary>In rising order of function and address.</summary>
    public ImmutableArray<ModbusRequest.ReadRegisters> Requests { get; }

    /// <summary>
    /// The plan for a device whose addresses are known. A SunSpec profile throws: its model must be found first.
    /// </summary>
    /// <param name="countersOnly">Leaves out instantaneous values.</param>
    public static ReadPlan For(
        DeviceProfile profile, byte unitIdentifier, bool countersOnly = false) => profile.SunSpec is null
        ? new ReadPlan(profile, unitIdentifier, 0, Merge(profile, countersOnly))
        : throw new ArgumentException($"{profile.Name}: a SunSpec device is found on the wire first.", nameof(profile));

    /// <summary>
    /// The plan for a SunSpec device whose model's id register was found at <paramref name="modelAddress"/>.
    /// </summary>
    public static ReadPlan ForModelAt(
        ushort modelAddress, DeviceProfile profile, byte unitIdentifier, bool countersOnly = false) =>
        new(profile, unitIdentifier, modelAddress, Merge(profile, countersOnly));

    /// <summary>
    /// The same with one request parted in two, to go round a register that the device has not got; null where it reads
    /// a single value. The requests before it keep their places.
    /// </summary>
    public ReadPlan? Part(int request)
    {
        var part = _parts[request];
        if (part.Length == 1)
            return null;
        var half = part.Length / 2;
        return new ReadPlan(
            _profile, _unitIdentifier, _offset,
            [.. _parts[..request], part[..half], part[half..], .. _parts[(request + 1)..]]);
    }

    /// <summary>
    /// Counts in the order of the profile's registers; null where the device said "not available", refused, or
    /// was not asked.
    /// </summary>
    /// <param name="answers">
    /// The registers of each of <see cref="Requests"/>, in that order; null where the device refused.
    /// </param>
    public ImmutableArray<long?> Decode(IReadOnlyList<ImmutableArray<ushort>?> answers) =>
        Decode(answers, new ScaledCounts());

    /// <summary>The same, with what earlier readings of the device have shown of its counters.</summary>
    internal ImmutableArray<long?> Decode(IReadOnlyList<ImmutableArray<ushort>?> answers, ScaledCounts scaled)
    {
        var counts = new long?[_profile.Registers.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            if (answers[i] is not { } answer)
                continue;
            foreach (var place in _parts[i])
                counts[place] = Decode(place, answer.AsSpan(), Requests[i].Address - _offset, scaled);
        }
        return [.. counts];
    }

    /// <summary>
    /// The registers of each value as they came, in the order of the profile's; empty where not asked or refused.
    /// </summary>
    public ImmutableArray<ImmutableArray<ushort>> RegistersOf(IReadOnlyList<ImmutableArray<ushort>?> answers)
    {
        var registers = new ImmutableArray<ushort>[_profile.Registers.Length];
        Array.Fill(registers, []);
        for (var i = 0; i < _parts.Length; i++)
        {
            if (answers[i] is not { } answer)
                continue;
            foreach (var place in _parts[i])
            {
                var register = _profile.Registers[place];
                registers[place] = answer.Slice(
                    register.Address + _offset - Requests[i].Address, register.Format.Registers);
            }
        }
        return [.. registers];
    }

    private long? Decode(int place, ReadOnlySpan<ushort> answer, int first, ScaledCounts scaled)
    {
        var register = _profile.Registers[place];
        if (register.ScaleFactorAddress is not { } address)
            return register.Decode(answer[(register.Address - first)..]);
        var power = unchecked((short)answer[address - first]);
        var count = register.Decode(answer[(register.Address - first)..], power);
        return count is { } known && register.Counter is not null
            ? scaled.Hold(place, register, power, known)
            : count;
    }

    /// <summary>From low to high, each read taking in all it can: no other order needs fewer.</summary>
    private static ImmutableArray<ImmutableArray<int>> Merge(DeviceProfile profile, bool countersOnly)
    {
        var parts = new List<ImmutableArray<int>>();
        Range? last = null;
        var ranges = profile.Registers.Select((register, place) => (Range: Range.Of(register), Place: place))
            .Where(pair => !countersOnly || profile.Registers[pair.Place].Counter is not null);
        foreach (var (range, place) in ranges.OrderBy(pair => (pair.Range.Function, pair.Range.Start, pair.Range.End)))
        {
            if (last is { } open && open.Function == range.Function && range.Start - open.End <= profile.GapMax
                && open.Joined(range) is var joined && joined.Count <= profile.RegistersMax)
            {
                parts[^1] = parts[^1].Add(place);
                last = joined;
            }
            else
            {
                parts.Add([place]);
                last = range;
            }
        }
        return [.. parts];
    }

    private Range RangeOf(int place) => Range.Of(_profile.Registers[place]);

    private ModbusRequest.ReadRegisters ToRequest(Range range) =>
        new(_unitIdentifier, range.Function, (ushort)(range.Start + _offset), range.Count);

    /// <summary>The registers that one value needs, or several.</summary>
    private readonly record struct Range(byte Function, int Start, int End)
    {
        public int Count => End - Start;

        public static Range Of(ProfileRegister register)
        {
            var value = new Range(register.Function, register.Address, register.Address + register.Format.Registers);
            return register.ScaleFactorAddress is { } factor
                ? value.Joined(new Range(register.Function, factor, factor + 1))
                : value;
        }

        public Range Joined(Range other) =>
            this with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };
    }
}
