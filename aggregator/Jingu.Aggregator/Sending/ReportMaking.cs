using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Web.Answers;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// Makes what is delivered: the answer of the API's own address, byte for byte, in the delivery's language. Safe from
/// any thread.
/// </summary>
internal sealed class ReportMaking(OwnAnswers answers, DeliveryStore store, CurrentSite site)
{
    /// <returns>The file, or why there is none.</returns>
    public async Task<(MadeFile? Made, AttemptAnswer? Failed)> MakeAsync(
        ReportFile file, string language, Lack lack, CancellationToken stop)
    {
        try
        {
            // Asked first: what is restated meanwhile is looked at again.
            var restated = await store.LastRestatementAsync(stop);
            var answer = await AskAsync(file.Address, language, stop);
            if (answer.Status != StatusCodes.Status200OK)
            {
                var isUnprinted = answer.Status == StatusCodes.Status501NotImplemented;
                return (null, new(isUnprinted ? AttemptOutcome.NoPdf : AttemptOutcome.NotMade, WhyOf(answer)));
            }
            var made = new MadeFile(
                file.NameOf(site.Site.Id, lack.IsNothing), answer.ContentType ?? "application/octet-stream",
                answer.Body, await FiguresAsync(file, language, stop), restated, lack.Pending, lack.Missing);
            return (made, null);
        }
        catch (Exception e) when (e is SqliteException or ReadingStoreException or IOException)
        {
            return (null, new(AttemptOutcome.NotMade, AttemptAnswer.Clean(e.Message)));
        }
    }

    /// <inheritdoc cref="ReportFigures.DigestOf"/>
    public async Task<string> FiguresAsync(ReportFile file, string language, CancellationToken stop) =>
        ReportFigures.DigestOf(
            (await AskAsync(file.JsonAddress, language, stop)).Body, file.Report, file.Month);

    private async Task<OwnAnswer> AskAsync(string address, string language, CancellationToken stop)
    {
        // Of this call and what it awaits alone.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return await answers.GetAsync(address, OwnAnswers.Reader, stop);
    }

    /// <summary>The sentence of a problem (RFC 9457).</summary>
    private static string WhyOf(OwnAnswer answer)
    {
        try
        {
            return AttemptAnswer.Clean(
                JsonDocument.Parse(answer.Body).RootElement.GetProperty("detail").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return answer.Status.ToString(CultureInfo.InvariantCulture);
        }
    }
}
