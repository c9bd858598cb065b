using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus;

/// <summary>Modbus devices behind one client.</summary>
public sealed class ModbusMeterPort(IModbusClient client) : IMeterPort
{
    /// <summary>Speaks to everything behind the port, in turn with the readers.</summary>
    public IModbusClient Client => client;

    public IMeterReader ReaderOf(MeterAddress address, IMeterProfile profile, TimeSpan answerMax) =>
        (address, profile) is (MeterAddress.Modbus(var unitIdentifier), DeviceProfile device)
            ? new MeterReader(client, device, unitIdentifier, answerMax)
            : throw new ArgumentException($"{address} with profile {profile.Name} is no device of a Modbus port.");

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
