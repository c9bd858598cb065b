using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;

namespace Jingu.Modbus.MeterFrames;

/// <summary>What is known of a meter model that gives its data by identifier. Immutable.</summary>
public sealed class FrameProfile : IMeterProfile
{
    /// <param name="meterType">T of CJ/T 188: 10H cold water; null for DL/T 645.</param>
    public FrameProfile(
        string name, FrameProtocol protocol, string source, byte? meterType, ImmutableArray<FrameItem> items)
    {
        if (items.IsEmpty)
            throw new ArgumentException("a profile has at least one item");
        if (items.GroupBy(item => item.Quantity).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"quantity {Quantities.NameOf(twice.Key)} is there twice");
        if (meterType is not null != (protocol == FrameProtocol.Cjt188))
            throw new ArgumentException("meterType belongs to CJ/T 188, and only there");
        if (protocol == FrameProtocol.Cjt188 && items.Any(item => item.Identifier > ushort.MaxValue))
            throw new ArgumentException("an identifier of CJ/T 188 has two bytes");
        (Name, Protocol, Source, MeterType, Items) = (name, protocol, source, meterType, items);
        Layout = [.. items.Select(item => item.Scaling)];
    }

    public string Name { get; }

    public string Device => Name;

    public bool TakesMultiplier => Protocol == FrameProtocol.Dlt645;

    public FrameProtocol Protocol { get; }

    /// <summary>Where the facts are from.</summary>
    public string Source { get; }

    public byte? MeterType { get; }

    public ImmutableArray<FrameItem> Items { get; }

    public ImmutableArray<Scaling> Layout { get; }

    public CounterLimits? LimitsAt(int place) => Items[place].Counter;
}
