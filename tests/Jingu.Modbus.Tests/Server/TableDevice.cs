using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Tests.Server;

/// <summary>A device with one table for all kinds of registers; what is not in it is an illegal address.</summary>
internal sealed class TableDevice : IModbusDevice
{
    public ConcurrentDictionary<int, ushort> Registers { get; } = new();

    public ConcurrentDictionary<int, bool> Bits { get; } = new();

    /// <summary>What was asked and answered, before the answer leaves.</summary>
    public ConcurrentQueue<ModbusRequest> Log { get; } = new();

    public bool Silent { get; set; }

    public bool Busy { get; set; }

    public static TableDevice Counting(int first, int count)
    {
        var device = new TableDevice();
        for (var i = first; i < first + count; i++)
        {
            device.Registers[i] = (ushort)i;
            device.Bits[i] = i % 3 == 0;
        }
        return device;
    }

    public void Set(int address, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        Registers[address] = (ushort)(bits >> 16);
        Registers[address + 1] = (ushort)(bits & 0xFFFF);
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        if (Silent)
            return null;
        Log.Enqueue(request);
        return Busy ? new ModbusResult.Refused(6) : request switch
        {
            ModbusRequest.ReadRegisters read when Has(Registers, read.Address, read.Count) =>
                new ModbusResult.Registers([.. Range(read.Address, read.Count).Select(i => Registers[i])]),
            ModbusRequest.ReadBits read when Has(Bits, read.Address, read.Count) =>
                new ModbusResult.Bits([.. Range(read.Address, read.Count).Select(i => Bits[i])]),
            ModbusRequest.WriteRegisters write => Write(Registers, write.Address, write.Values),
            ModbusRequest.WriteBits write => Write(Bits, write.Address, write.Values),
            _ => new ModbusResult.Refused(2),
        };
    }

    private static ModbusResult.Written Write<T>(
        ConcurrentDictionary<int, T> table, int address, ImmutableArray<T> values)
    {
        for (var i = 0; i < values.Length; i++)
            table[address + i] = values[i];
        return new ModbusResult.Written();
    }

    private static bool Has<T>(ConcurrentDictionary<int, T> table, int address, int count) =>
        Range(address, count).All(table.ContainsKey);

    private static IEnumerable<int> Range(int address, int count) => Enumerable.Range(address, count);
}
