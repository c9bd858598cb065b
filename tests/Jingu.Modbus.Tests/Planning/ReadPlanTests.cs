using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Planning;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Modbus.Tests.Planning;

public sealed class ReadPlanTests
{
    private static readonly ImmutableArray<Quantity> Powers =
        [.. Enum.GetValues<Quantity>().Where(quantity => Quantities.UnitOf(quantity) == BaseUnit.Watt)];

    [Theory]
    [InlineData("eastron-sdm630", "4:0+76")]
    [InlineData("chint-dtsu666", "3:4126+12 3:8198+64")]
    [InlineData("acrel-adw300", "3:20+46")]
    [InlineData("xintai-water", "3:1+6")]
    public void A_profile_is_read_in_as_few_requests_as_the_device_allows(string name, string expected)
    {
        var plan = ReadPlan.For(ProfileCatalogue.Find(name)!, 7);
        var requests = plan.Requests.Select(request => $"{request.Function}:{request.Address}+{request.Count}");
        Assert.Equal(expected, string.Join(' ', requests));
        Assert.All(plan.Requests, request => Assert.Equal(7, request.UnitIdentifier));
    }

    [Fact]
    public void A_sunspec_model_is_one_request_with_its_scale_factors()
    {
        var plan = ReadPlan.ForModelAt(40069, ProfileCatalogue.Find("sunspec-103")!, 1);
        var request = Assert.Single(plan.Requests);
        Assert.Equal((40072, 36), (request.Address, request.Count));
    }

    [Fact]
    public void A_sunspec_device_must_be_found_first() =>
        Assert.Throws<ArgumentException>(() => ReadPlan.For(ProfileCatalogue.Find("sunspec-103")!, 1));

    /// <summary>Each register shows its own address here: a value from anywhere else would show another.</summary>
    [Fact]
    public void Any_profile_is_read_whole_and_within_the_devices_limits() => Prop.ForAll(
        Layouts().ToArbitrary(),
        layout =>
        {
            var profile = Make(layout.Addresses, layout.RegistersMax, layout.GapMax);
            var plan = ReadPlan.For(profile, 1);
            Assert.All(plan.Requests, request => Assert.InRange(request.Count, 1, layout.RegistersMax));
            var answers = plan.Requests.Select(request => Enumerable.Range(request.Address, request.Count)
                .Select(address => (ushort)address).ToImmutableArray()).Cast<ImmutableArray<ushort>?>().ToArray();
            var expected = profile.Registers.Select(register => (long?)register.Address);
            Assert.Equal(expected.ToArray(), plan.Decode(answers).ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_new_request_starts_only_after_a_gap_or_at_the_devices_limit() => Prop.ForAll(
        Layouts().ToArbitrary(),
        layout =>
        {
            var plan = ReadPlan.For(Make(layout.Addresses, layout.RegistersMax, layout.GapMax), 1);
            foreach (var (one, next) in plan.Requests.Zip(plan.Requests.Skip(1)))
            {
                var gap = next.Address - (one.Address + one.Count);
                var joined = next.Address + 1 - one.Address;
                Assert.True(gap > layout.GapMax || joined > layout.RegistersMax, $"{one} and {next} fit into one.");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Holding_and_input_registers_are_never_one_request()
    {
        var profile = new DeviceProfile(
            "two", "v", "m", "s", 125, 125, null, [Register(Quantity.Power, 5, 3), Register(Quantity.PowerL1, 6, 4)]);
        Assert.Equal([3, 4], ReadPlan.For(profile, 1).Requests.Select(request => (int)request.Function).ToArray());
    }

    private static Gen<(int[] Addresses, int RegistersMax, int GapMax)> Layouts() =>
        from count in Gen.Choose(1, Powers.Length)
        from addresses in Gen.Choose(0, 200).ArrayOf(count)
        from registersMax in Gen.Choose(4, 125)
        from gapMax in Gen.Choose(0, 60)
        select (addresses.Distinct().ToArray(), registersMax, gapMax);

    private static DeviceProfile Make(int[] addresses, int registersMax, int gapMax) => new(
        "any", "v", "m", "s", registersMax, gapMax, null,
        [.. addresses.Select((address, i) => Register(Powers[i], (ushort)address, 3))]);

    private static ProfileRegister Register(Quantity quantity, ushort address, byte function) => new(
        quantity, "1", address, function, RegisterFormat.Parse("u16", "AB"), ProfileUnit.Parse("W"), 1, 1, [], null,
        TransformerSide.Primary);
}
