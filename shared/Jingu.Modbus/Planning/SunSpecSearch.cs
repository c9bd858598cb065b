using System.Collections.Immutable;
using System.Globalization;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Planning;

/// <summary>
/// Follows a SunSpec device's chain of models. At most <see cref="ModelsMax"/> of them are looked at, each with one
/// request; a chain that leads nowhere ends with a sentence.
/// </summary>
internal static class SunSpecSearch
{
    /// <summary>Longer chains than this are taken for garbage.</summary>
    private const int ModelsMax = 64;

    private const ushort EndOfChain = 0xFFFF;

    /// <summary>Of id and length.</summary>
    private const int HeaderLength = 2;

    /// <summary>The addresses that a device has.</summary>
    private const int Addresses = 65536;

    private const byte IllegalAddress = 2;

    private const string Broken = "it is no SunSpec device, or broken: choose another profile, or ask its maker.";

    /// <summary>"SunS" in two registers.</summary>
    private static readonly ImmutableArray<ushort> Mark = [0x5375, 0x6E53];

    /// <summary>The address of the model's id register, or what went wrong.</summary>
    public static async ValueTask<(ushort Address, ModbusResult? Fault)> FindAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        var (chain, fault) = await BeginAsync(client, model, unitIdentifier, answerMax, stop);
        return fault is not null
            ? (chain, fault)
            : await FollowAsync(client, model, unitIdentifier, chain, answerMax, stop);
    }

    /// <summary>
    /// What the device's common model (id 1) says of it; null where it does not answer, or begins with another model.
    /// </summary>
    public static async ValueTask<Nameplate?> IdentifyAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        var (chain, fault) = await BeginAsync(client, model, unitIdentifier, answerMax, stop);
        if (fault is not null)
            return null;
        var (header, unread) = await ReadAsync(client, unitIdentifier, chain, HeaderLength, answerMax, stop);
        if (unread is not null || header[0] != Nameplate.CommonModel || header[1] < Nameplate.Registers)
            return null;
        var (texts, silent) = await ReadAsync(
            client, unitIdentifier, (ushort)(chain + HeaderLength), Nameplate.Registers, answerMax, stop);
        return silent is null ? Nameplate.FromCommonModel(texts.AsSpan()) : null;
    }

    /// <summary>Where the first model begins, behind the mark.</summary>
    private static async ValueTask<(ushort Address, ModbusResult? Fault)> BeginAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        foreach (var start in model.Bases)
        {
            var (mark, fault) = await ReadAsync(client, unitIdentifier, start, Mark.Length, answerMax, stop);
            if (fault is not null and not ModbusResult.Refused)
                return (0, fault);
            if (fault is null && mark.SequenceEqual(Mark))
                return ((ushort)(start + Mark.Length), null);
        }
        return (0, new ModbusResult.Malformed(
            $"No SunSpec mark at {string.Join(", ", model.Bases)}: check the profile and the inverter's settings."));
    }

    private static async ValueTask<(ushort Address, ModbusResult? Fault)> FollowAsync(
        IModbusClient client, SunSpecModel model, byte unitIdentifier, int address, TimeSpan answerMax,
        CancellationToken stop)
    {
        for (var i = 0; i < ModelsMax; i++)
        {
            if (address + HeaderLength > Addresses)
                return Fault($"The SunSpec chain leads beyond register 65535: {Broken}");
            var (header, fault) =
                await ReadAsync(client, unitIdentifier, (ushort)address, HeaderLength, answerMax, stop);
            if (fault is ModbusResult.Refused { ExceptionCode: IllegalAddress })
                return Fault($"The SunSpec chain breaks off at register {address}, without its end mark: {Broken}");
            if (fault is not null)
                return (0, fault);
            var (id, length) = (header[0], header[1]);
            if (id == EndOfChain)
            {
                return Fault(
                    $"The SunSpec chain has no model {model.Id} of {model.Length} registers: choose another profile.");
            }
            if (length == 0)
                return Fault($"Model {id} of the SunSpec chain, at {address}, has length 0: {Broken}");
            if (address + HeaderLength + length > Addresses)
            {
                return Fault(
                    $"Model {id} of the SunSpec chain, at {address}, leads beyond register 65535: {Broken}");
            }
            if (id == model.Id && length == model.Length)
                return ((ushort)address, null);
            address += HeaderLength + length;
        }
        return Fault($"The SunSpec chain does not end within {ModelsMax} models: {Broken}");
    }

    private static (ushort, ModbusResult?) Fault(FormattableString sentence) =>
        (0, new ModbusResult.Malformed(sentence.ToString(CultureInfo.InvariantCulture)));

    private static async ValueTask<(ImmutableArray<ushort> Values, ModbusResult? Fault)> ReadAsync(
        IModbusClient client, byte unitIdentifier, ushort address, int count, TimeSpan answerMax,
        CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(unitIdentifier, 3, address, count), answerMax, stop);
        return result is ModbusResult.Registers registers ? (registers.Values, null) : ([], result);
    }
}
