using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Server;

/// <summary>
/// A device behind a server's port. Called on the connection's thread, for several connections at once: it guards
/// itself, answers from memory and throws nothing.
/// </summary>
public interface IModbusDevice
{
    /// <summary>
    /// The answer to a request: registers or bits as many as asked, written, or refused. Null stays silent, as a dead
    /// device does.
    /// </summary>
    ModbusResult? Answer(ModbusRequest request);

    /// <summary>The answer was handed to the link; it may still get lost on the way.</summary>
    void Answered(ModbusRequest request, ModbusResult answer)
    {
    }
}
