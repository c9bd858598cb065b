using System.Collections.Concurrent;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Tests.Control.Curtailing;

/// <summary>An inverter with the registers of a Huawei SUN2000 that are needed here; it obeys at once.</summary>
internal sealed class VirtualSun2000 : IModbusDevice
{
    public const ushort Mode = 47415;
    public const ushort Limit = 47418;
    private const int Rated = 50_000;
    private const ushort Power = 32080;
    private readonly ConcurrentDictionary<ushort, ushort> _words = new() { [Mode] = 0, [Limit] = 1000 };
    private readonly ConcurrentQueue<(ushort Register, ushort Word)> _writes = new();

    /// <summary>What was written, in order.</summary>
    public (ushort Register, ushort Word)[] Writes => [.. _writes];

    public bool IsLimited => _words[Mode] != 0;

    /// <summary>Everything that reached it, also while it was gone.</summary>
    public int Asked { get; private set; }

    /// <summary>What the sun would give, W.</summary>
    public int Sun { get; set; } = 42_000;

    /// <summary>The gateway between says that nobody answers.</summary>
    public bool IsGone { get; set; }

    /// <summary>It takes writes and changes nothing.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Done before a write is carried out.</summary>
    public Action? BeforeWrite { get; set; }

    public void Set(ushort mode, ushort limit) => (_words[Mode], _words[Limit]) = (mode, limit);

    public ModbusResult? Answer(ModbusRequest request)
    {
        Asked++;
        if (IsGone)
            return new ModbusResult.Refused(11);
        switch (request)
        {
            case ModbusRequest.ReadRegisters read:
                return new ModbusResult.Registers(
                    [.. Enumerable.Range(read.Address, read.Count).Select(address => WordAt((ushort)address))]);
            case ModbusRequest.WriteRegisters { Values: [var word] } write:
                BeforeWrite?.Invoke();
                _writes.Enqueue((write.Address, word));
                if (!IsDeaf)
                    _words[write.Address] = word;
                return new ModbusResult.Written();
            default:
                return new ModbusResult.Refused(1);
        }
    }

    private ushort WordAt(ushort address)
    {
        var watts = _words[Mode] == 7 ? Math.Min(Sun, Rated * _words[Limit] / 1000) : Sun;
        return address switch
        {
            Power => (ushort)(watts >> 16),
            Power + 1 => (ushort)(watts & 0xFFFF),
            _ => _words.GetValueOrDefault(address),
        };
    }
}
