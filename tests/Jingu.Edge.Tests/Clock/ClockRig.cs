using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Tests.Control;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Edge.Tests.Clock;

/// <summary>
/// A gateway's tick over a real journal, one water meter, and clocks that the test moves. Truth is known: time passes
/// by <see cref="Poll"/> only, whatever the wall clock is set to.
/// </summary>
internal sealed class ClockRig : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly GatewayId Gateway = new("gateway-1");
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("xintai-water")!;
    private readonly TestFolder _folder = new();
    private readonly Arrivals _arrivals = new();
    private JournalStore _journal;

    /// <param name="shown">What the wall clock shows at noon; without it a time service keeps it right.</param>
    public ClockRig(DateTimeOffset? shown = null)
    {
        Wall = new(shown ?? Noon);
        Boot = new(Wall);
        if (shown is null)
            Boot.Synchronise(TimeSpan.FromMilliseconds(20));
        _journal = Open();
        Tick = NewTick();
    }

    public FakeTime Wall { get; }

    public FakeBootClock Boot { get; private set; }

    public GatewayTick Tick { get; private set; }

    public ClockKeeper Clock { get; private set; } = null!;

    public JournalStore Journal => _journal;

    /// <summary>The true time.</summary>
    public DateTimeOffset Truth { get; private set; } = Noon;

    public IEnumerable<Entry> Entries(JournalStream stream)
    {
        var batch = _journal.Read(stream, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
            .ToDictionary(catalogue => catalogue.Number);
        return batch.Entries.Select(body => EntryCodec.Decode(body, catalogues.GetValueOrDefault)).ToList();
    }

    public List<Interval> Intervals() =>
        [.. Entries(JournalStream.Intervals).Cast<Entry.Intervals>().SelectMany(entry => entry.Items)];

    /// <summary>Events of a kind, dated or not.</summary>
    public List<GatewayEvent> Events(string kind) =>
    [
        .. Entries(JournalStream.Events)
            .Select(entry => ((Entry.Event)(entry is Entry.Undated undated ? undated.Taken : entry)).Item)
            .Where(item => item.Kind == kind),
    ];

    /// <summary>Lets time pass, reads the meter and ticks.</summary>
    public void Poll(TimeSpan after, long litres)
    {
        Pass(after);
        PutSample(litres);
        Tick.RunOnce();
    }

    /// <summary>The meter is read; the tick is still to come.</summary>
    public void PutSample(long litres)
    {
        var values = new long?[Profile.Layout.Length];
        values[Profile.IndexOf(Quantity.Volume)] = litres;
        _arrivals.Add(new(0, Wall.GetUtcNow(), Quality.Measured, [.. values]));
    }

    public void Pass(TimeSpan time)
    {
        Truth += time;
        Wall.Advance(time);
    }

    /// <summary>A time service sets the clock right.</summary>
    public void Synchronise()
    {
        Boot.JumpTo(Truth);
        Boot.Synchronise(TimeSpan.FromMilliseconds(20));
    }

    /// <summary>kill -9, and the process starts again in the same boot.</summary>
    public void Kill()
    {
        _journal.Dispose();
        _journal = Open();
        Tick = NewTick();
    }

    /// <summary>The machine starts again; nobody has set its clock.</summary>
    public void Reboot(string boot, DateTimeOffset shown)
    {
        Wall.JumpTo(shown);
        Boot = new(Wall, boot);
        Kill();
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    private JournalStore Open() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    private GatewayTick NewTick()
    {
        var site = new RunningSiteTime(Wall);
        Clock = new(Gateway, Boot, site, ClockOptions.Default, _journal.ReadBoots());
        var tick = new GatewayTick(
            _arrivals, new PendingEvents(site), Commissioned(), _journal, new Retention(Gateway, _journal), site, Clock,
            NoSupply.Over(_journal, Commissioned()), NullLogger<GatewayTick>.Instance);
        tick.RunOnce();
        return tick;
    }

    private static Commissioned Commissioned() => new(new(
        [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
        [new(new MeterId("m-1"), "tcp-1", new MeterAddress.Modbus(1), Profile, "X-1", 1,
            [new PointPlan(new PointId("unit-01-water"), Quantity.Volume, Profile.IndexOf(Quantity.Volume))])]));
}
