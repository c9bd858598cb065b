using System.Collections.Immutable;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Edge.Tests.Clock;
using Jingu.Edge.Tests.Control;
using Jingu.Modbus;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Jingu.Edge.Tests.Delivery.Signed;

/// <summary>
/// A gateway that takes signed documents, over real files and a clock that the test moves. Two keys are trusted.
/// </summary>
internal sealed class SignedRig : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 20, 4, 0, 0, TimeSpan.Zero);
    public static readonly UnitId Unit = new("unit-05");
    private readonly TestFolder _folder = new();
    private readonly FakeBootClock _boot;
    private PendingEvents _pending = null!;
    private GatewayTick _tick = null!;
    private SignedReceiver _receiver = null!;

    /// <param name="vouched">False: nobody vouches for the clock.</param>
    /// <param name="plan">What is wired; without one, a port with nothing behind it.</param>
    public SignedRig(bool vouched = true, CommissioningPlan? plan = null)
    {
        Plan = plan ?? new(
            [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))], []);
        _folder.Write("gateway.key", "k1:" + new string('a', 64));
        _folder.Write("old.pub", Old.ToVerificationKey().ToPem());
        _folder.Write("new.pub", New.ToVerificationKey().ToPem());
        _folder.Write("third.pub", SigningKey.Create("third").ToVerificationKey().ToPem());
        Trust("old", "new");
        _boot = new(Time);
        if (vouched)
            _boot.Synchronise(TimeSpan.FromMilliseconds(20));
        Start();
    }

    public static SigningKey Old { get; } = SigningKey.Create("old");

    public static SigningKey New { get; } = SigningKey.Create("new");

    public FakeTime Time { get; } = new(Noon);

    public GatewayOptions Options { get; private set; } = null!;

    public CommissioningPlan Plan { get; }

    public JournalStore Journal { get; private set; } = null!;

    public ClockKeeper Clock { get; private set; } = null!;

    public DesiredStates States { get; private set; } = null!;

    /// <summary>What meters give, for the next tick.</summary>
    public Arrivals Arrivals { get; } = new();

    public RefusalTelling Refusals { get; private set; } = null!;

    /// <summary>Events of the journal, and of the next tick.</summary>
    public IReadOnlyList<GatewayEvent> Events
    {
        get
        {
            _tick.RunOnce();
            var batch = Journal.Read(JournalStream.Events, 1, long.MaxValue, int.MaxValue, int.MaxValue);
            var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
                .ToDictionary(catalogue => catalogue.Number);
            return [.. batch.Entries.Select(body => EntryCodec.Decode(body, catalogues.GetValueOrDefault) switch
            {
                Entry.Event told => told.Item,
                Entry.Undated { Taken: Entry.Event told } => told.Item,
                _ => throw new InvalidOperationException("no event"),
            })];
        }
    }

    /// <summary>What gateway.yaml trusts from the next start on.</summary>
    public void Trust(params string[] names)
    {
        var trusted = string.Join(", ", names.Select(name => $"{{name: {name}, file: {name}.pub}}"));
        Options = GatewayFile.Read(_folder.Write("gateway.yaml", $$"""
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            broker: {host: 127.0.0.1}
            trusted: [{{trusted}}]
            """));
    }

    /// <summary>Ends the process and starts it anew on the same file.</summary>
    public void Restart()
    {
        Journal.Dispose();
        Start();
    }

    public void SendPolicy(byte[] message) => _receiver.Receive(
        new(Topics.Desired(Options.Site, Options.Gateway), message) { Retain = true });

    public void SendCommand(byte[] message, bool retained = false) => _receiver.Receive(
        new(Topics.Command(Options.Site, Options.Gateway), message) { Retain = retained });

    public static byte[] Sign(DesiredState state, SigningKey? key = null) =>
        Jws.Sign(DesiredStateJson.Write(state), DesiredState.Type, key ?? Old);

    public static byte[] Sign(Command command, SigningKey? key = null) =>
        Jws.Sign(CommandJson.Write(command), Contracts.Commands.Command.Type, key ?? Old);

    public static DesiredState Policy(long version, long budget = 1_000_000, DateTimeOffset? notAfter = null) => new(
        DesiredState.SchemaNow, new("zhoushan"), new("gateway-1"), version, Noon.AddDays(-1),
        notAfter ?? Noon.AddDays(60),
        [
            new(Unit, Resource.Electricity, 5, new(Unit, Resource.Electricity, version),
                [new("2026-03", budget, 0, 1, [])], [new("unit-05-electricity")], null, null),
        ],
        HoldCalendar.None);

    public static Command Command(CommandAction action, char id = 'a', TimeSpan? valid = null) => new(
        1, new string(id, 32), new("zhoushan"), new("gateway-1"), Noon.AddMinutes(-1),
        Noon + (valid ?? TimeSpan.FromHours(1)), "Wang Li", "Exam week", action);

    public static CommandAction.Extend Extend(long amount = 5_000) =>
        new(Unit, Resource.Electricity, "2026-03", amount);

    /// <summary>The gateway's clock is set right, and a time service says so.</summary>
    public void Vouch() => _boot.Synchronise(TimeSpan.FromMilliseconds(20));

    public void Dispose()
    {
        Journal.Dispose();
        _folder.Dispose();
    }

    private void Start()
    {
        Journal = new(JournalFile.Open(Options.StoreFile, null).Connection);
        var site = new RunningSiteTime(Time);
        _pending = new(site);
        Clock = new(Options.Gateway, _boot, site, ClockOptions.Default, Journal.ReadBoots());
        States = new(Options, Journal);
        Refusals = new(_pending, new MachineTime(Time));
        _tick = new(
            Arrivals, _pending, Commissioned(), Journal, new Retention(Options.Gateway, Journal), site, Clock,
            NoSupply.Over(Journal, Commissioned()), NullLogger<GatewayTick>.Instance);
        _tick.RunOnce();
        _receiver = new(
            Options, Plan, Journal, States, Clock, site, Refusals, NullLogger<SignedReceiver>.Instance);
    }

    private Commissioned Commissioned() => new(Plan, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
}
