using Jingu.Aggregator.Ingest;
using Jingu.Contracts.Events;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

public sealed class RefusalTests : IAsyncLifetime
{
    private IngestRig _rig = null!;

    public async Task InitializeAsync() => _rig = await IngestRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_forged_tag_is_refused_counted_and_recorded()
    {
        var forger = new TestGateway(GatewayKey.Create("k1"));

        await RefusedAsync(forger.Intervals(1, 4));

        var (gateway, kind, _, _) = Assert.Single(await _rig.Relational.LastEventsAsync(10, default));
        Assert.Equal(("gateway-1", EventKinds.MessageRefused), (gateway, kind));
    }

    [Fact]
    public async Task A_flood_of_forgeries_is_counted_whole_and_recorded_once_a_minute()
    {
        var forged = new TestGateway(GatewayKey.Create("k1")).Intervals(1, 1);
        for (var i = 0; i < 5; i++)
            await _rig.HandleAsync(forged, forged);
        Assert.Single(await _rig.Relational.LastEventsAsync(10, default));
        _rig.MachineClock.Advance(RefusalLimit.Pause);
        await _rig.HandleAsync(forged);

        Assert.Equal(11, (await _rig.DeliveryAsync()).Refused);
        Assert.Equal(2, (await _rig.Relational.LastEventsAsync(10, default)).Count);
    }

    [Fact]
    public async Task Every_corrupted_byte_is_refused()
    {
        var good = _rig.First.Intervals(1, 1);
        var corrupted = Enumerable.Range(0, good.Payload.Length).Select(i =>
        {
            var bytes = good.Payload.ToArray();
            bytes[i] ^= 0x20;
            return good with { Payload = bytes };
        });

        await RefusedAsync([.. corrupted]);
    }

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        var good = _rig.First.Samples(1, 1);

        await RefusedAsync(
            [.. Enumerable.Range(0, good.Payload.Length).Select(
                length => good with { Payload = good.Payload[..length] })]);
    }

    [Theory]
    [InlineData("another site")]
    [InlineData("another gateway's topic")]
    [InlineData("another stream's topic")]
    [InlineData("no topic of ours")]
    [InlineData("downwards")]
    [InlineData("an acknowledgement")]
    [InlineData("no entries")]
    [InlineData("too many entries")]
    [InlineData("an unknown stream")]
    public async Task What_is_not_addressed_to_us_is_refused(string how)
    {
        var header = _rig.First.Header(JournalStream.Intervals, 1, 1);
        var good = _rig.First.Intervals(1, 1);
        var content = Envelope.Open(good.Payload.Span, (_, _, _) => _rig.Site.Keys[0]) is EnvelopeResult.Opened opened
            ? opened.Content
            : [];
        MqttMessage Sealed(EnvelopeHeader other) =>
            good with { Payload = Envelope.Seal(other, content, _rig.Site.Keys[0]) };

        await RefusedAsync(how switch
        {
            "another site" => new TestGateway(_rig.Site.Keys[0], site: "elsewhere").Intervals(1, 1),
            "another gateway's topic" => good with { Topic = "jingu/v1/zhoushan/gateway-2/up/intervals" },
            "another stream's topic" => good with { Topic = "jingu/v1/zhoushan/gateway-1/up/samples" },
            "no topic of ours" => good with { Topic = "jingu/v1/zhoushan" },
            "downwards" => Sealed(header with { Up = false }),
            "an acknowledgement" => Sealed(header with { Kind = EnvelopeKind.Acknowledgement }),
            "no entries" => Sealed(header with { Count = 0 }),
            "too many entries" => Sealed(header with { Count = EnvelopeOpening.EntriesMax + 1 }),
            _ => Sealed(header with { Stream = (JournalStream)9 }),
        });
    }

    [Fact]
    public async Task A_refused_message_does_not_hold_back_its_neighbours()
    {
        var answers = await _rig.AnswersAsync(
            _rig.First,
            _rig.First.Intervals(1, 2),
            new TestGateway(GatewayKey.Create("k1")).Intervals(3, 4),
            _rig.First.Intervals(5, 6));

        Assert.Equal([(1, 2), (5, 6)], answers.Select(range => ((int)range.First, (int)range.Last)));
    }

    private async Task RefusedAsync(params MqttMessage[] messages)
    {
        Assert.IsType<Handled.Done>(await _rig.HandleAsync(messages));
        Assert.Empty(_rig.Published);
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal(
            (messages.Length, 0, 0, 0),
            (delivery.Refused, delivery.Parked, delivery.IntervalsStored, delivery.SamplesStored));
    }
}
