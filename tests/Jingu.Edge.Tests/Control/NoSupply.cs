using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Mqtt;
using Jingu.Testing;
using Jingu.Time;
using System.Collections.Immutable;

namespace Jingu.Edge.Tests.Control;

/// <summary>For tests of the tick that are about something else: no policy and no switch point.</summary>
internal static class NoSupply
{
    private static readonly GatewayOptions Options = new(
        new("zhoushan"), new("gateway-1"), "UTC", GatewayKey.Parse("k1:" + new string('a', 64)), "journal.db", null,
        "commissioning.yaml", TimeSpan.FromSeconds(1), true,
        new MqttOptions { Host = "127.0.0.1", Port = 1883, ClientId = "gateway-1" },
        new DeliveryOptions(4, 1024, 100, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));

    public static Enforcement Over(JournalStore journal, Commissioned commissioned) => new(
        Options.Gateway, commissioned, journal, new DesiredStates(Options, journal), new None(), new None(),
        new Contact(new RunningSiteTime(new FakeTime(DateTimeOffset.UnixEpoch))), new());

    private sealed class None : ISwitchBoards, IMeterWatch
    {
        public DateTimeOffset EarliestOpen => DateTimeOffset.MaxValue;

        public void Command(SwitchPointId point, CircuitState state) =>
            throw new InvalidOperationException($"{point} was commanded");

        public void Command(SwitchPointId lamp, LevelChange levels) =>
            throw new InvalidOperationException($"{lamp} was commanded");

        public void Light(SwitchPointId lamp, LevelChange levels) =>
            throw new InvalidOperationException($"{lamp} was commanded");

        public ImmutableArray<SwitchReport> Take() => [];

        public void Watch(IEnumerable<MeterId> meters, DateTimeOffset until)
        {
        }
    }
}
