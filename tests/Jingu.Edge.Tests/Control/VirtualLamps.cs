using System.Collections.Concurrent;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Tests.Control;

/// <summary>Holding registers of a DALI gateway that takes any write, to any address, and logs it.</summary>
internal sealed class VirtualLamps : IModbusDevice
{
    private const int Levels = 2560 - 256;
    private readonly ConcurrentDictionary<int, ushort> _registers = new();

    /// <summary>Every write, as <c>REGISTER VALUE</c>.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Every register that was read.</summary>
    public ConcurrentQueue<int> Reads { get; } = new();

    /// <summary>Called before an answer leaves.</summary>
    public Action<ModbusRequest> Answering { get; set; } = _ => { };

    public ushort this[int register]
    {
        get => _registers.GetValueOrDefault(register);
        set => _registers[register] = value;
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        Answering(request);
        switch (request)
        {
            case ModbusRequest.ReadRegisters read:
                Reads.Enqueue(read.Address);
                return new ModbusResult.Registers(
                    [.. Enumerable.Range(read.Address, read.Count).Select(register => this[register])]);
            case ModbusRequest.WriteRegisters { Function: 6 } write:
                Writes.Enqueue($"{write.Address} {write.Values[0]}");
                this[write.Address + Levels] = write.Values[0];
                return new ModbusResult.Written();
            default:
                Writes.Enqueue($"function {request.Function}");
                return new ModbusResult.Refused(1);
        }
    }
}
