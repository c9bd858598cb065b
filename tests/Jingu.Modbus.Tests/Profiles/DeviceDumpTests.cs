using System.Globalization;
using System.Net;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

/// <summary>Every profile reads the dumps of its devices, over TCP, as their folders say.</summary>
public sealed class DeviceDumpTests
{
    private const byte UnitIdentifier = 1;
    private static readonly MachineTime Time = MachineTime.OfThisMachine;

    public static TheoryData<string> Dumps => [.. DeviceDump.Names];

    public static TheoryData<string> Profiles => [.. ProfileCatalogue.Names];

    [Theory]
    [MemberData(nameof(Dumps))]
    public async Task A_device_is_read_as_its_folder_says(string folder)
    {
        var dump = DeviceDump.Load(folder);
        var profile = ProfileCatalogue.Find(dump.Profile)!;
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        await using var server = ModbusTcpServer.Start(any, unit => unit == UnitIdentifier ? dump : null, Time);
        await using var client = ModbusPort.Open(new PortSettings.Tcp("127.0.0.1", server.Port), Time);
        var reader = new MeterReader(client, profile, UnitIdentifier, TimeSpan.FromSeconds(10));

        var read = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None));

        var shown = profile.Registers.Select((register, place) =>
            (Quantities.NameOf(register.Quantity), Shown(register, read.Counts[place])));
        var expected = dump.Expected.Select(pair => (pair.Quantity, Base(pair.Shown)));
        Assert.Equal(expected.Order().ToArray(), shown.Order().ToArray());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_profile_has_a_folder_of_its_name(string profile) =>
        Assert.Contains(profile, DeviceDump.Names);

    [Theory]
    [MemberData(nameof(Dumps))]
    public void A_device_is_known_by_its_identity_and_taken_for_no_other(string folder)
    {
        var dump = DeviceDump.Load(folder);
        var own = ProfileCatalogue.Find(dump.Profile)!;
        foreach (var profile in ProfileCatalogue.Names.Select(name => ProfileCatalogue.Find(name)!))
        {
            if (profile.Identity.IsEmpty || (profile.Device == own.Device && profile.Name != own.Name))
                continue;
            var fits = profile.Identity.All(identity =>
                dump.Answer(identity.RequestFor(UnitIdentifier)) is ModbusResult.Registers answer
                && identity.Matches(answer.Values.AsSpan(), UnitIdentifier));
            Assert.True(fits == (profile.Name == own.Name), $"{folder} and the identity of {profile.Name}");
        }
    }

    private static string Shown(ProfileRegister register, long? count) => count is { } shown
        ? Number((decimal)shown * register.Scaling.Numerator / register.Scaling.Denominator)
        : "missing";

    /// <summary>A number with its unit, in base units.</summary>
    private static string Base(string shown) => shown.Split(' ') is [var number, var unit]
        ? Number(decimal.Parse(number, CultureInfo.InvariantCulture) * ProfileUnit.Parse(unit).Factor)
        : shown;

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
