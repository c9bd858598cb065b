using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Wire;

public sealed class TopicsTests
{
    private static readonly SiteId Site = new("zhoushan");
    private static readonly GatewayId Gateway = new("gateway-1");

    [Fact]
    public void Topics_are_those_of_the_design()
    {
        Assert.Equal("jingu/v1/zhoushan/gateway-1/up/intervals", Topics.Up(Site, Gateway, JournalStream.Intervals));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/up/events", Topics.Up(Site, Gateway, JournalStream.Events));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/up/samples", Topics.Up(Site, Gateway, JournalStream.Samples));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/up/online", Topics.Online(Site, Gateway));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/up/state", Topics.State(Site, Gateway));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/down/ack", Topics.Acknowledge(Site, Gateway));
        Assert.Equal("jingu/v1/zhoushan/gateway-1/down/resend", Topics.Resend(Site, Gateway));
        Assert.Equal("$share/ingest/jingu/v1/+/+/up/samples", Topics.SharedUp(JournalStream.Samples));
    }

    [Fact]
    public void A_topic_of_ours_says_site_and_gateway()
    {
        foreach (var stream in Enum.GetValues<JournalStream>())
        {
            Assert.True(Topics.TryParse(Topics.Up(Site, Gateway, stream), out var site, out var gateway, out var rest));
            Assert.Equal((Site, Gateway, $"up/{Topics.NameOf(stream)}"), (site, gateway, rest));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("jingu")]
    [InlineData("jingu/v1/zhoushan/gateway-1")]
    [InlineData("jingu/v2/zhoushan/gateway-1/up/samples")]
    [InlineData("jingu/v1//gateway-1/up/samples")]
    [InlineData("jingu/v1/+/gateway-1/up/samples")]
    [InlineData("jingu/v1/zhoushan/Gateway 1/up/samples")]
    [InlineData("$SYS/broker/uptime/a/b")]
    public void A_topic_of_somebody_else_is_not_taken(string topic) =>
        Assert.False(Topics.TryParse(topic, out _, out _, out _));
}
