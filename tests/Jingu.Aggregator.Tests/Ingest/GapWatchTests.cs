using Jingu.Aggregator.Ingest;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class GapWatchTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly List<MqttMessage> _asked = [];
    private IngestRig _rig = null!;
    private GapWatch _watch = null!;

    public async Task InitializeAsync()
    {
        _rig = await IngestRig.OpenAsync();
        _watch = new(
            _rig.Site.Settings, _rig.Site.Current, _rig.Relational, PublishAsync, _rig.Machine,
            NullLogger<GapWatch>.Instance);
    }

    public async Task DisposeAsync()
    {
        _watch.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_gap_that_stays_is_asked_for_and_less_often_later()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 2), _rig.First.Intervals(6, 8), _rig.First.Intervals(10, 10));
        await LookAfterAsync(TimeSpan.Zero);
        await LookAfterAsync(GapWatch.AskAfter / 2);
        Assert.Empty(_asked);

        await LookAfterAsync(GapWatch.AskAfter / 2);
        Assert.Equal([(JournalStream.Intervals, 3, 5), (JournalStream.Intervals, 9, 9)], _asked.Select(Read));
        await LookAfterAsync(GapWatch.AskAfter);
        Assert.Equal(2, _asked.Count);
        await LookAfterAsync(GapWatch.AskAfter);
        Assert.Equal(4, _asked.Count);
    }

    /// <summary>The first was pruned on the gateway and stays absent; it hides nothing behind it.</summary>
    [Fact]
    public async Task A_gap_that_never_closes_hides_no_later_one()
    {
        await _rig.HandleAsync(_rig.First.Intervals(5, 8));
        await LookAfterAsync(TimeSpan.Zero);
        await LookAfterAsync(GapWatch.AskAfter);
        await _rig.HandleAsync(_rig.First.Intervals(12, 12));
        await LookAfterAsync(TimeSpan.Zero);
        _asked.Clear();

        await LookAfterAsync(GapWatch.AskAfter);

        Assert.Equal((JournalStream.Intervals, 9, 11), Read(Assert.Single(_asked)));
    }

    [Fact]
    public async Task A_gap_that_closes_in_time_is_not_asked_for()
    {
        await _rig.HandleAsync(_rig.First.Intervals(6, 8));
        await LookAfterAsync(TimeSpan.Zero);
        await _rig.HandleAsync(_rig.First.Intervals(1, 5));

        await LookAfterAsync(GapWatch.AskAfter);

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Parked_entries_are_no_gap()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 3, TestGateway.Newer), _rig.First.Intervals(4, 6));
        await LookAfterAsync(TimeSpan.Zero);

        await LookAfterAsync(GapWatch.AskAfter);

        Assert.Empty(_asked);
    }

    private async Task LookAfterAsync(TimeSpan time)
    {
        _rig.MachineClock.Advance(time);
        await _watch.LookAsync(default);
    }

    private (JournalStream Stream, long First, long Last) Read(MqttMessage message)
    {
        Assert.Equal(Topics.Resend(new("zhoushan"), new("gateway-1")), message.Topic);
        var opened = Assert.IsType<EnvelopeResult.Opened>(
            Envelope.Open(message.Payload.Span, (_, _, _) => _rig.Site.Keys[0]));
        Assert.Equal(
            (EnvelopeKind.Resend, false, _rig.First.Journal),
            (opened.Header.Kind, opened.Header.Up, opened.Header.Journal));
        return AcknowledgementCodec.DecodeResend(opened.Content);
    }

    private Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        _asked.Add(message);
        return Task.FromResult<MqttOutcome>(new MqttOutcome.Ok());
    }
}
