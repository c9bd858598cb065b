using System.Collections.Immutable;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Planning;

/// <summary>Finds a model in a SunSpec device's chain.</summary>
internal static class SunSpecSearch
{
    /// <summary>Longer chains than this are taken for garbage.</summary>
    private const int ModelsMax = 64;

    private const ushort EndOfChain = 0xFFFF;

    /// <summary>"SunS" in two registers.</summary>
    private static readonly ImmutableArray<ushort> Mark = [0x5375, 0x6E53];

    /// <summary>The address of the model's id register, or what went wrong.</summary>
    public static async ValueTask<(ushort Address, ModbusResult? Fault)> FindAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        foreach (var start in model.Bases)
        {
            var (mark, fault) = await ReadPairAsync(client, unitIdentifier, start, answerMax, stop);
            if (fault is not null and not ModbusResult.Refused)
                return (0, fault);
            if (fault is null && mark.SequenceEqual(Mark))
                return await FollowAsync(client, model, unitIdentifier, start + 2, answerMax, stop);
        }
        return (0, new ModbusResult.Malformed(
            $"No SunSpec mark at {string.Join(", ", model.Bases)}: check the profile and the inverter's settings."));
    }

    private static async ValueTask<(ushort, ModbusResult?)> FollowAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, int address, TimeSpan answerMax,
        CancellationToken stop)
    {
        for (var i = 0; i < ModelsMax && address < ushort.MaxValue; i++)
        {
            var (pair, fault) = await ReadPairAsync(client, unitIdentifier, (ushort)address, answerMax, stop);
            if (fault is not null)
                return (0, fault);
            if (pair[0] == EndOfChain)
            {
                return (0, new ModbusResult.Malformed(
                    $"The SunSpec chain has no model {model.Id} of {model.Length} registers: choose another profile."));
            }
            if (pair[0] == model.Id && pair[1] == model.Length)
                return ((ushort)address, null);
            address += 2 + pair[1];
        }
        return (0, new ModbusResult.Malformed(
            $"The SunSpec chain does not end within {ModelsMax} models: it is no SunSpec device, or broken."));
    }

    private static async ValueTask<(ImmutableArray<ushort> Pair, ModbusResult? Fault)> ReadPairAsync(
        IModbusClient client, byte unitIdentifier, ushort address, TimeSpan answerMax, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(unitIdentifier, 3, address, 2), answerMax, stop);
        return result is ModbusResult.Registers registers ? (registers.Values, null) : ([], result);
    }
}
