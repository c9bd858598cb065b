using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// An inverter after SunSpec: the chain at 40000, a common model with texts, and of model 103 energy, power and state,
/// all else not implemented.
/// </summary>
internal sealed class SunSpecInverter : IModbusDevice
{
    private const int Base = 40000;
    private const int Model = 69;
    private readonly ushort[] _registers = new ushort[123];

    public SunSpecInverter(string serial = "")
    {
        (_registers[0], _registers[1], _registers[2], _registers[3]) = (0x5375, 0x6E53, 1, 65);
        Array.Fill(_registers, (ushort)0xFFFF, Model, 54);
        (_registers[Model], _registers[Model + 1]) = (103, 50);
        (_registers[Model + 14], _registers[Model + 15]) = (1234, 0);
        foreach (var signed in new[] { 31, 33 })
            _registers[Model + signed] = 0x8000;
        _registers[Model + 38] = 2;
        Write(4, "Maker");
        Write(20, "Roof 20K");
        Write(52, serial);
    }

    public void Shows(long energy, ushort scaleFactor)
    {
        (_registers[Model + 24], _registers[Model + 25]) = ((ushort)(energy >> 16), (ushort)(energy & 0xFFFF));
        _registers[Model + 26] = scaleFactor;
    }

    public ModbusResult? Answer(ModbusRequest request) => request is ModbusRequest.ReadRegisters read
        && read.Address >= Base && read.Address + read.Count <= Base + _registers.Length
        ? new ModbusResult.Registers([.. _registers.AsSpan(read.Address - Base, read.Count)])
        : new ModbusResult.Refused(2);

    private void Write(int at, string text)
    {
        for (var i = 0; i < text.Length; i++)
            _registers[at + (i / 2)] |= (ushort)(text[i] << (i % 2 == 0 ? 8 : 0));
    }
}
