using Jingu.Budgets.Pulses;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Lines;
using Jingu.Lines.Pulses;
using Jingu.Modbus;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition.Pulses;

/// <summary>A pulse input over a real journal file; a power cut is a gateway that is never told to stop.</summary>
public sealed class PulseInputTests : IAsyncLifetime
{
    private static readonly MeterId Meter = new("m-1");
    private readonly TestFolder _folder = new();
    private readonly FakeTime _time = new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _cut = new();
    private readonly List<Task> _watching = [];
    private PendingEvents? _events;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cut.CancelAsync();
        foreach (var watching in _watching)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        _cut.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_power_cut_loses_less_than_ten_watt_hours()
    {
        using (var journal = Open())
        {
            var line = Watched(journal, out _);
            line.Pulse(37);
            await Eventually.UntilAsync(() => line.IsTakenIn);
        }
        Assert.Equal(30, StoredPulses());
    }

    [Fact]
    public async Task A_power_cut_loses_less_than_ten_seconds()
    {
        using (var journal = Open())
        {
            var line = Watched(journal, out _);
            line.Pulse(3);
            await Eventually.UntilAsync(() => line.IsTakenIn);
            Assert.Null(journal.ReadPulses(Meter));
            _time.Advance(TimeSpan.FromSeconds(10));
            line.LetAWhilePass();
            await Eventually.UntilAsync(() => line.IsTakenIn);
        }
        Assert.Equal(3, StoredPulses());
    }

    [Fact]
    public async Task What_was_told_is_stored_before()
    {
        using (var journal = Open())
        {
            var line = Watched(journal, out var input);
            line.Pulse(7);
            await Eventually.UntilAsync(() => line.IsTakenIn);
            Assert.Equal(7_000, await RegisterAsync(input));
        }
        Assert.Equal(7, StoredPulses());
    }

    [Fact]
    public async Task After_a_restart_the_count_goes_on_and_an_event_says_that_nobody_watched()
    {
        using (var journal = Open())
        {
            var line = Watched(journal, out var input);
            line.Pulse(7);
            await Eventually.UntilAsync(() => line.IsTakenIn);
            await RegisterAsync(input);
        }
        using var again = Open();
        var newLine = Watched(again, out var next);
        newLine.Pulse(2);
        await Eventually.UntilAsync(() => newLine.IsTakenIn);
        Assert.Equal(9_000, await RegisterAsync(next));
        Assert.Equal(EventKinds.PulsesUnwatched, Assert.Single(_events!.Take()).Kind);
    }

    [Fact]
    public async Task An_unplugged_chip_is_a_missing_reading_and_is_back_by_itself()
    {
        using var journal = Open();
        var line = Watched(journal, out var input);
        line.Pulse(5);
        line.Unplug();
        await Eventually.UntilAsync(async () => await input.ReadAsync(default) is MeterReadResult.Failed);
        line.IsThere = true;
        await Eventually.UntilAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return await input.ReadAsync(default) is MeterReadResult.Values;
        });
        line.Pulse(4);
        await Eventually.UntilAsync(() => line.IsTakenIn);
        Assert.Equal(9_000, await RegisterAsync(input));
        Assert.Contains("unplugged", Assert.Single(_events!.Take()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_bench_pulses_are_taken_when_the_meter_is_read_and_none_is_lost_by_a_kill()
    {
        var line = new HandLine(isLasting: true);
        using (var journal = Open())
        {
            var input = Input(journal, line, new StandingTime(_time));
            line.Pulse(5);
            Assert.Equal(5_000, await RegisterAsync(input));
            line.Pulse(3);
        }
        using var again = Open();
        var next = Input(again, line, new StandingTime(_time));
        Assert.Equal(8_000, await RegisterAsync(next));
        Assert.Empty(_events!.Take());
    }

    [Fact]
    public async Task A_new_constant_counts_from_its_midnight_in_the_zone_of_the_site()
    {
        using var journal = Open();
        var line = Watched(journal, out var input);
        line.Pulse(10);
        await Eventually.UntilAsync(() => line.IsTakenIn);
        _time.Advance(TimeSpan.FromHours(16));
        line.Pulse(10);
        await Eventually.UntilAsync(() => line.IsTakenIn);
        Assert.Equal(10_000 + 100_000, await RegisterAsync(input));
    }

    private JournalStore Open() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    private long StoredPulses()
    {
        using var journal = Open();
        return journal.ReadPulses(Meter)!.Pulses;
    }

    private HandLine Watched(JournalStore journal, out PulseInput input)
    {
        var line = new HandLine(isLasting: false);
        input = Input(journal, line, new RunningSiteTime(_time));
        _watching.Add(input.WatchAsync(_cut.Token));
        return line;
    }

    private PulseInput Input(JournalStore journal, HandLine line, SiteTime site)
    {
        var profile = new PulseProfile(
            new(new("chip", 3), LineBias.PullUp, ActiveLevel.Low, LineEdges.Rising, TimeSpan.Zero), PulseLimits.None,
            Quantity.EnergyImport, [(new(2026, 1, 1), 1000), (new(2026, 3, 2), 100)]);
        _events = new PendingEvents(site);
        return new(
            Meter, profile, profile.ConstantsIn("Asia/Shanghai"), line, new PulseStore(journal, site),
            StoreLimits.Usual, _events, site, new MachineTime(_time));
    }

    private static async Task<long> RegisterAsync(PulseInput input) =>
        Assert.IsType<MeterReadResult.Values>(await input.ReadAsync(default)).Counts[0]!.Value;

    /// <summary>Time of a bench that stands.</summary>
    private sealed class StandingTime(FakeTime time) : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override IParticipant Join(string name) => throw new NotSupportedException("nobody polls here");
    }
}
