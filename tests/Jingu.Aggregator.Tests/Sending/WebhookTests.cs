using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Sending;

/// <summary>Deliveries to a real webhook that takes them, postpones, refuses, hangs, leads away or dies.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class WebhookTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly TestSite _site = new();
    private Receiver _receiver = null!;
    private DeliveryRig _rig = null!;

    public async Task InitializeAsync()
    {
        _site.Write("city.key", $"{Secret}\n");
        _receiver = await Receiver.StartAsync();
        _rig = await DeliveryRig.StartAsync(
            _site, new DeliveryTarget.Webhook(_receiver.Url, _site.PathOf("city.key")));
        await _rig.EndMarchAsync();
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _receiver.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_file_is_posted_with_its_type_name_key_and_a_signature_that_others_can_check()
    {
        await _rig.RoundsAsync();

        var request = Assert.Single(_receiver.Requests);
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        Assert.Equal(
            await _rig.ApiAsync("/api/reports/month?unit=unit-01&month=2017-03&format=xlsx"), request.Body);
        Assert.Equal(Aggregator.Web.Tables.TableXlsx.Type, request.Headers["Content-Type"]);
        Assert.Contains(
            "zhoushan-month-unit-01-2017-03.xlsx", request.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal(
            ("zhoushan:d1:2017-03:month:unit-01:xlsx::r1:1", "d1", "month", "2017-03", "unit-01", "1", "yes"),
            (request.Headers["Idempotency-Key"], request.Headers["Jingu-Delivery"], request.Headers["Jingu-Report"],
                request.Headers["Jingu-Month"], request.Headers["Jingu-Unit"], request.Headers["Jingu-Revision"],
                request.Headers["Jingu-Complete"]));
        var signed = _site.PathOf("signed");
        await File.WriteAllBytesAsync(
            signed, [.. Encoding.ASCII.GetBytes(request.Headers["Jingu-Timestamp"] + "."), .. request.Body]);
        var judged = await Programs.RunAsync("openssl", "dgst", "-sha256", "-hmac", Secret, signed);
        Assert.Equal(judged.Trim().Split("= ")[1], request.Headers["Jingu-Signature"].Split("sha256=")[1]);
    }

    [Fact]
    public async Task It_is_tried_until_it_is_taken_with_the_same_key_and_bytes()
    {
        _receiver.Answer(500, "broken");
        _receiver.Answer(429, "slow down", ("Retry-After", "7"));
        _receiver.Hang();
        _receiver.Answer(503);
        await _rig.RoundsAsync();
        Assert.Equal(("failing", "postponed", "500 broken"), await LastAsync());

        _rig.Pass(NextStep.PauseMin);
        await _rig.RoundAsync();
        Assert.Equal(("failing", "postponed", "429 slow down"), await LastAsync());

        _rig.Pass(TimeSpan.FromSeconds(6));
        await _rig.RoundAsync();
        Assert.Equal(2, _receiver.Requests.Count);
        _rig.Pass(TimeSpan.FromSeconds(1));
        var hanging = _rig.RoundAsync();
        await Eventually.UntilAsync(() => _receiver.Requests.Count == 3);
        _rig.Machine.Advance(TimeSpan.FromSeconds(30));
        await hanging;
        Assert.Equal("timed-out", (await LastAsync()).Outcome);

        _rig.Pass(NextStep.PauseMax);
        await _rig.RoundAsync();
        _rig.Pass(NextStep.PauseMax);
        await _rig.RoundAsync();
        Assert.Equal(("delivered", "delivered", "200"), await LastAsync());
        Assert.Equal(5, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Single(_receiver.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct());
        Assert.Equal(
            ["postponed", "postponed", "timed-out", "postponed", "delivered"],
            (await AttemptsAsync()).Select(attempt => (string?)attempt!["outcome"]));
    }

    [Theory]
    [InlineData(400, "refused")]
    [InlineData(307, "redirected")]
    public async Task What_it_refuses_or_sends_elsewhere_is_given_up_until_a_person_has_it_sent_again(
        int status, string outcome)
    {
        _receiver.Answer(status, "no", ("Location", new Uri(_receiver.Url, "/elsewhere").ToString()));
        await _rig.RoundsAsync();
        _rig.Pass(NextStep.PauseMax * 24);
        await _rig.RoundsAsync();

        Assert.Equal("/hook", Assert.Single(_receiver.Requests).Path);
        var (state, told, _) = await LastAsync();
        Assert.Equal(("given-up", outcome), (state, told));
        Assert.Contains("report-not-delivered", await TextAsync("/api/campus"), StringComparison.Ordinal);
        Assert.Contains(
            "jingu_deliveries_undelivered{delivery=\"d1\",state=\"given-up\"} 1", await TextAsync("/metrics"),
            StringComparison.Ordinal);

        using var again = await _rig.Aggregator.Browser.PostAsync(
            new Uri("/api/deliveries/1/again", UriKind.Relative), null);
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync());
        await _rig.RoundAsync();
        Assert.Equal(("delivered", "delivered", "200"), await LastAsync());
        Assert.Single(_receiver.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal([null, "token tests"], (await AttemptsAsync()).Select(attempt => (string?)attempt!["askedBy"]));
        Assert.Contains("delivery 1", await TextAsync("/api/audit"), StringComparison.Ordinal);
        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("report-not-delivered", await TextAsync("/api/campus"), StringComparison.Ordinal);
    }

    /// <summary>The webhook took it, and nobody wrote it down: it comes again, and can be told by its key.</summary>
    [Fact]
    public async Task Killed_between_sending_and_recording_it_is_sent_again_with_the_same_key()
    {
        await Assert.ThrowsAsync<KilledException>(() => _rig.RoundAsync(_ => new DyingTarget(_receiver.Url)));
        Assert.Single(_receiver.Requests);
        // A sheet that was made now would tell another hour.
        _rig.Aggregator.Time.Advance(TimeSpan.FromHours(1));
        await _rig.RestartAsync();
        await _rig.RoundsAsync();

        Assert.Equal(2, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Single(_receiver.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct());
        Assert.Equal(
            ["interrupted", "delivered"], (await AttemptsAsync()).Select(attempt => (string?)attempt!["outcome"]));
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_and_a_secret_that_is_gone_are_told_and_tried_again()
    {
        await _receiver.DisposeAsync();
        await _rig.RoundsAsync();
        Assert.Equal("no-answer", (await LastAsync()).Outcome);

        File.Delete(_site.PathOf("city.key"));
        _rig.Pass(NextStep.PauseMin);
        await _rig.RoundAsync();
        var (state, outcome, detail) = await LastAsync();
        Assert.Equal(("failing", "key-unreadable"), (state, outcome));
        Assert.DoesNotContain(Secret, detail, StringComparison.Ordinal);
    }

    private async Task<(string? State, string? Outcome, string? Detail)> LastAsync()
    {
        var file = Assert.Single(await _rig.FilesAsync())!;
        return (
            (string?)file["state"], (string?)file["last"]?["outcome"], ((string?)file["last"]?["detail"])?.Trim());
    }

    private async Task<JsonArray> AttemptsAsync() =>
        JsonNode.Parse(await TextAsync("/api/deliveries/1"))!["attempts"]!.AsArray();

    private Task<string> TextAsync(string address) =>
        _rig.Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));

    /// <summary>Posts what it is given, and the process ends before the answer is kept.</summary>
    private sealed class DyingTarget(Uri url) : Aggregator.Sending.IReportTarget
    {
        public async Task<AttemptAnswer> SendAsync(Aggregator.Sending.SentFile file, CancellationToken stop)
        {
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Content = new ByteArrayContent(file.Content);
            request.Headers.Add("Idempotency-Key", file.Key);
            using var answer = await http.SendAsync(request, stop);
            throw new KilledException();
        }
    }
}
