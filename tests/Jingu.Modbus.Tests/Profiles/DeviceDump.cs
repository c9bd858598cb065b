using System.Collections.Immutable;
using System.Globalization;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Tests.Profiles;

/// <summary>
/// A folder under testdata/devices: the registers of one device (registers.txt) and what they say (expected.txt). The
/// folder has the name of the profile, or that and a word after a dot. Serves its registers; all others are refused.
/// </summary>
internal sealed class DeviceDump : IModbusDevice
{
    private readonly Dictionary<(int Function, int Address), ushort> _registers = [];

    private DeviceDump(string folder)
    {
        Profile = Path.GetFileName(folder).Split('.')[0];
        Expected = [.. Lines(folder, "expected.txt").Select(words => (words[0], string.Join(' ', words[1..])))];
        var function = 0;
        foreach (var words in Lines(folder, "registers.txt"))
        {
            if (words[0] == "function")
            {
                function = int.Parse(words[1], CultureInfo.InvariantCulture);
                continue;
            }
            var address = ushort.Parse(words[0].TrimEnd(':'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            foreach (var word in words[1..])
                _registers.Add((function, address++), Word(word));
        }
    }

    public string Profile { get; }

    /// <summary>Per quantity a number with its unit, or "missing".</summary>
    public ImmutableArray<(string Quantity, string Shown)> Expected { get; }

    public static IEnumerable<string> Names => Directory.GetDirectories(Root).Select(Path.GetFileName).Order()!;

    private static string Root => Path.Combine(AppContext.BaseDirectory, "testdata", "devices");

    public static DeviceDump Load(string name) => new(Path.Combine(Root, name));

    public void Refuse(int function, int address) => _registers.Remove((function, address));

    public void Set(int function, int address, ushort value) => _registers[(function, address)] = value;

    public ModbusResult? Answer(ModbusRequest request)
    {
        if (request is not ModbusRequest.ReadRegisters read)
            return new ModbusResult.Refused(1);
        var asked = Enumerable.Range(read.Address, read.Count).Select(address => ((int)read.Function, address));
        return asked.All(_registers.ContainsKey)
            ? new ModbusResult.Registers([.. asked.Select(place => _registers[place])])
            : new ModbusResult.Refused(2);
    }

    public void Answered(ModbusRequest request, ModbusResult answer)
    {
    }

    private static ushort Word(string text) =>
        ushort.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Where(line => !line.StartsWith('#')).Select(line => line.Split(' '));
}
