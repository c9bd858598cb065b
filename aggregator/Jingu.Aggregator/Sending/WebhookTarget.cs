using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Time;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// Posts files to a webhook, signed with a secret that both sides know. Redirections are not followed: the content goes
/// to the address that aggregator.yaml names or nowhere.
/// </summary>
internal sealed class WebhookTarget(
    DeliveryTarget.Webhook target, TimeSpan timeout, HttpClient http, MachineTime time) : IReportTarget
{
    /// <summary>Of what it answers so much is read, bytes.</summary>
    private const int AnswerMax = 2048;

    public async Task<AttemptAnswer> SendAsync(SentFile file, CancellationToken stop)
    {
        byte[] secret;
        try
        {
            secret = WebhookKey.Read(target.KeyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return new(AttemptOutcome.KeyUnreadable, AttemptAnswer.Clean($"{target.KeyFile}: {e.Message}"));
        }
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var request = RequestOf(file, secret);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return AttemptAnswer.OfStatus(
                (int)answer.StatusCode, await SaidAsync(answer, either.Token), RetryAfterOf(answer));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(AttemptOutcome.TimedOut, target.Shown);
        }
        catch (HttpRequestException e)
        {
            return new(AttemptOutcome.NoAnswer, AttemptAnswer.Clean($"{target.Shown}: {e.Message}"));
        }
    }

    private HttpRequestMessage RequestOf(SentFile file, byte[] secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url);
        var content = new ByteArrayContent(file.Content);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.MediaType);
        content.Headers.ContentDisposition = new("attachment") { FileName = file.Name };
        request.Content = content;
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var of = file.File;
        foreach (var (name, value) in new[]
        {
            ("Idempotency-Key", file.Key),
            ("Jingu-Timestamp", timestamp),
            ("Jingu-Signature", WebhookSignature.Of(secret, timestamp, file.Content)),
            ("Jingu-Delivery", of.Delivery),
            ("Jingu-Report", ReportWords.Of(of.Report)),
            ("Jingu-Month", MonthReport.Text(of.Month)),
            ("Jingu-Unit", of.Unit),
            ("Jingu-Revision", of.Revision.ToString(CultureInfo.InvariantCulture)),
            ("Jingu-Complete", file.IsComplete ? "yes" : "no"),
        })
        {
            if (value.Length > 0)
                request.Headers.Add(name, value);
        }
        return request;
    }

    /// <summary>Where it leads, else how the body begins. Who says nothing more is no failure.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.Headers.Location is { } location)
            return location.ToString();
        var begin = new byte[AnswerMax];
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(stop);
            return Encoding.UTF8.GetString(begin, 0, await body.ReadAtLeastAsync(begin, AnswerMax, false, stop));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
