using System.Collections.Immutable;
using System.Globalization;
using Jingu.Lines;
using Jingu.Lines.I2c;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>
/// Looks for light sensors on an I2C bus: asks the two addresses that a BH1750 can have. The part has no identity, so
/// whoever answers there with light is taken for one.
/// </summary>
internal sealed class LightScan(II2cParts parts, int bus)
{
    private static readonly ImmutableArray<int> Addresses = [Bh1750.AddressLow, Bh1750.AddressHigh];

    public async Task<ImmutableArray<FoundLight>> RunAsync(CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<FoundLight>();
        foreach (var address in Addresses.Select(address => new I2cAddress(bus, address)))
        {
            var opening = await parts.OpenLightSensorAsync(address, stop);
            if (opening is not LineOpening<ILightSensor>.Opened { Line: var sensor })
            {
                found.Add(new(address, null, ((LineOpening<ILightSensor>.Failed)opening).Detail));
                continue;
            }
            await using (sensor)
            {
                found.Add(await sensor.MeasureAsync(stop) switch
                {
                    LightOutcome.Light light => new(address, light.Lux, ""),
                    var other => new(address, null, ((LightOutcome.Gone)other).Detail),
                });
            }
        }
        return found.ToImmutable();
    }

    /// <summary>A sentence for each address, then what to paste into commissioning.yaml.</summary>
    public static string Write(ImmutableArray<FoundLight> found)
    {
        var lines = found.Select(one => one.Lux is { } lux
            ? string.Create(CultureInfo.InvariantCulture, $"{one.Address}: a light sensor, shows {lux:0} lx.")
            : $"{one.Address}: none ({one.Why.TrimEnd('.')})");
        var there = found.Where(one => one.Lux is not null).ToList();
        if (there.Count > 0)
        {
            lines = [.. lines, "sensors:", .. there.Select((one, i) => string.Create(
                CultureInfo.InvariantCulture,
                $"  - {{id: lux-{i + 1}, kind: light, part: {PartOf(one.Address)}}}"))];
        }
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string PartOf(I2cAddress part) =>
        string.Create(CultureInfo.InvariantCulture, $"{{bus: {part.Bus}, address: 0x{part.Part:X2}}}");
}

/// <param name="Lux">What it shows; null: nobody answers there.</param>
/// <param name="Why">Why not, a sentence.</param>
internal sealed record FoundLight(I2cAddress Address, double? Lux, string Why);
