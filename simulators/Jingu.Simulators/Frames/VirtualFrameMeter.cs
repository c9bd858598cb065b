using System.Globalization;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Frames;

/// <summary>
/// A meter of DL/T 645 or CJ/T 188: shows what it has counted at the instant of its site, and logs what it served, read
/// back from the very frame that left. Safe from any thread.
/// </summary>
internal sealed class VirtualFrameMeter(MeterPlan plan, MeterLoad load, ulong seed, SiteInstant now, RegisterLog log)
{
    private readonly IFrameMap _map = MapOf(plan.Kind);
    private readonly Noise _wobble = Noise.Of(seed, $"{plan.Id}/wobble");
    private readonly string _address = AddressOf(plan);
    private volatile bool _isSilent;

    /// <summary>A silent meter answers nothing, as if its wire were cut; it counts on.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    /// <summary>True for kinds that speak in frames.</summary>
    public static bool Is(DeviceKind kind) => kind is DeviceKind.Dlt645ThreePhase or DeviceKind.Cjt188Water;

    public static IFrameMap MapOf(DeviceKind kind) =>
        kind == DeviceKind.Dlt645ThreePhase ? new Dlt645ThreePhase() : new Cjt188Water();

    /// <summary>The digits on its label: twelve of DL/T 645, fourteen of CJ/T 188.</summary>
    public static string AddressOf(MeterPlan plan) => plan.Kind == DeviceKind.Dlt645ThreePhase
        ? string.Create(CultureInfo.InvariantCulture, $"2026{plan.UnitIdentifier:D8}")
        : string.Create(CultureInfo.InvariantCulture, $"3301{plan.UnitIdentifier:D10}");

    /// <summary>The answer to a whole frame, and the instant that it shows; null stays silent.</summary>
    public (byte[] Frame, DateTimeOffset Instant)? Answer(ReadOnlySpan<byte> request)
    {
        var instant = now.Milliseconds;
        if (_isSilent || load.Silent.Contains(instant))
            return null;
        var rate = load.Forward.PerHour(instant) - (load.Reverse?.PerHour(instant) ?? 0);
        var shown = new Shown(
            load.Forward.At(instant) / plan.Multiplier,
            (load.Reverse?.At(instant) ?? 0) / plan.Multiplier,
            rate / plan.Multiplier,
            _wobble.At(instant));
        return _map.Answer(_address, request, shown) is { } frame
            ? (frame, DateTimeOffset.FromUnixTimeMilliseconds(instant))
            : null;
    }

    /// <summary>An answer has left.</summary>
    public void Served(ReadOnlySpan<byte> answer, DateTimeOffset instant)
    {
        foreach (var point in plan.Points)
        {
            if (_map.Counter(point.Direction, answer) is not { } counter)
                continue;
            log.Served(point.Id, instant, counter * plan.Multiplier);
            log.Answered(plan.Id, instant);
        }
    }
}
