using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Looks for Modbus devices behind a port: asks every unit identifier at every baud rate for one register, and whoever
/// answers who it is. Reads only; nothing is written to any device.
/// </summary>
/// <param name="answerMax">How long a device may take to answer.</param>
internal sealed class Scan(
    IReadOnlyList<PortSettings> settings, IReadOnlyList<byte> units, TimeSpan answerMax, MachineTime machine)
{
    /// <summary>Enough for a device that answers at all: a full scan asks 247 times for each baud rate.</summary>
    public static readonly TimeSpan AnswerMaxDefault = TimeSpan.FromMilliseconds(200);

    /// <summary>What a gateway answers when nobody is behind it (V1.1b3, section 7).</summary>
    private const byte PathGone = 10;
    private const byte TargetSilent = 11;

    /// <summary>How many steps a scan has.</summary>
    public int Steps => settings.Count * units.Count;

    /// <param name="advance">Told after each step.</param>
    public async Task<ImmutableArray<Found>> RunAsync(Action advance, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<Found>();
        foreach (var setting in settings)
        {
            await using var client = ModbusPort.Open(setting, machine);
            foreach (var unit in units)
            {
                var answer = await client.ExecuteAsync(
                    new ModbusRequest.ReadRegisters(unit, 3, 0, 1), answerMax, stop);
                if (answer is ModbusResult.LinkLost lost)
                    throw new ScanException(lost.Detail);
                if (answer is ModbusResult.Registers
                    or ModbusResult.Refused { ExceptionCode: not (PathGone or TargetSilent) })
                {
                    found.Add(await KnowAsync(client, setting, unit, stop));
                }
                else if (answer is ModbusResult.Malformed malformed)
                {
                    found.Add(new(setting, new MeterAddress.Modbus(unit), [], $"garbled: {malformed.Detail}"));
                }
                advance();
            }
        }
        return found.ToImmutable();
    }

    private async Task<Found> KnowAsync(IModbusClient client, PortSettings setting, byte unit, CancellationToken stop)
    {
        var all = ProfileCatalogue.Names.Select(name => ProfileCatalogue.Find(name)!).ToList();
        var known = new List<DeviceProfile>();
        var address = new MeterAddress.Modbus(unit);
        foreach (var profile in all.Where(profile => profile.Identity.Length > 0))
        {
            if (await IsAsync(client, profile, unit, stop))
                known.Add(profile);
        }
        if (known.Count > 0)
            return new(setting, address, [.. known], "by its identity registers");
        foreach (var profile in all)
        {
            if (await ReadsPlausiblyAsync(client, profile, unit, stop))
                known.Add(profile);
        }
        return known.Count switch
        {
            0 => new(setting, address, [], "answers, but no profile fits"),
            1 when known[0].SunSpec is not null => new(
                setting, address, [.. known], "by its SunSpec model",
                await new MeterReader(client, known[0], unit, answerMax).IdentifyAsync(stop)),
            _ => new(setting, address, [.. known], "by plausible values only: compare with the nameplate"),
        };
    }

    private async Task<bool> IsAsync(
        IModbusClient client, DeviceProfile profile, byte unit, CancellationToken stop)
    {
        foreach (var identity in profile.Identity)
        {
            if (await client.ExecuteAsync(identity.RequestFor(unit), answerMax, stop)
                    is not ModbusResult.Registers registers
                || !identity.Matches(registers.Values.AsSpan(), unit))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// True when all its registers are there, and mains values are what mains values are, or light and warmth what they
    /// are indoors.
    /// </summary>
    private async Task<bool> ReadsPlausiblyAsync(
        IModbusClient client, DeviceProfile profile, byte unit, CancellationToken stop)
    {
        var result = await new MeterReader(client, profile, unit, answerMax).ReadAsync(stop);
        if (result is not MeterReadResult.Values values)
            return false;
        double? ValueOf(Quantity quantity) =>
            profile.IndexOf(quantity) is var at and >= 0 && values.Counts[at] is { } count
                ? profile.Layout[at].ToDouble(count)
                : null;
        var voltage = ValueOf(Quantity.VoltageL1);
        var hertz = ValueOf(Quantity.Frequency);
        if (ValueOf(Quantity.Illuminance) is { } lux)
        {
            return lux is > 0 and <= Plausibility.LuxMax
                && ValueOf(Quantity.Temperature) is >= Plausibility.IndoorsMin and <= Plausibility.IndoorsMax;
        }
        return profile.SunSpec is not null
            || (voltage is >= Plausibility.VoltageMin and <= Plausibility.VoltageMax
                && hertz is null or (>= Plausibility.FrequencyMin and <= Plausibility.FrequencyMax));
    }
}
