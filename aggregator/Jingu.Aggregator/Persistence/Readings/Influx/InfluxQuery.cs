using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Asks in InfluxQL over <c>/query</c>, the one query language that 1.x, 2.x and 3.x share. Answers come in chunks, so
/// memory does not grow with the range asked for.
/// </summary>
internal sealed class InfluxQuery(InfluxAddress address, HttpClient http, MachineTime time)
{
    /// <summary>How long a whole answer may take.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);

    private const int ChunkRowsMax = 5000;

    /// <summary>Asks who the server is. Throws <see cref="ReadingStoreException"/> when it cannot be reached.</summary>
    public async Task<InfluxVersion> VersionAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.Root, "ping"));
        using var response = await SendAsync(request, stop, either.Token);
        return new(
            response.Headers.TryGetValues("X-Influxdb-Version", out var versions) ? versions.First() : "unknown");
    }

    /// <summary>Runs a statement that changes something.</summary>
    public async Task ExecuteAsync(string statement, CancellationToken stop)
    {
        await foreach (var _ in AskAsync(HttpMethod.Post, statement, stop))
        {
            // Such a statement answers nothing but its error, which throws.
        }
    }

    /// <summary>The series that answer a query, in parts: a long one comes as several.</summary>
    public IAsyncEnumerable<InfluxSeries> AskAsync(string query, CancellationToken stop) =>
        AskAsync(HttpMethod.Get, query, stop);

    private async IAsyncEnumerable<InfluxSeries> AskAsync(
        HttpMethod method, string query, [EnumeratorCancellation] CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        using var request = new HttpRequestMessage(method, new Uri(
            address.Root,
            $"query?db={address.Database}&epoch=ms&chunked=true&chunk_size={ChunkRowsMax}"
            + $"&q={Uri.EscapeDataString(query)}"));
        using var response = await SendAsync(request, stop, either.Token);
        var body = PipeReader.Create(await response.Content.ReadAsStreamAsync(either.Token));
        while (await NextChunkAsync(body, stop, either.Token) is { } chunk)
        {
            using (chunk)
            {
                foreach (var series in Series(chunk.RootElement, query))
                    yield return new(series);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken stop, CancellationToken either)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw Refused(response.StatusCode, await response.Content.ReadAsStringAsync(either));
        }
        catch (Exception fault) when (IsUnreachable(fault, stop))
        {
            throw Unreachable(fault);
        }
    }

    /// <summary>One line of the answer is one JSON document; null at the end.</summary>
    private async Task<JsonDocument?> NextChunkAsync(PipeReader body, CancellationToken stop, CancellationToken either)
    {
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(either);
                var end = read.Buffer.PositionOf((byte)'\n');
                var line = end is { } at ? read.Buffer.Slice(0, at) : read.Buffer;
                if (end is null && !read.IsCompleted)
                {
                    body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    continue;
                }
                var document = line.IsEmpty ? null : JsonDocument.Parse(line.ToArray());
                body.AdvanceTo(end is { } feed ? read.Buffer.GetPosition(1, feed) : read.Buffer.End);
                if (document is not null || end is null)
                    return document;
            }
        }
        catch (Exception fault) when (IsUnreachable(fault, stop) || fault is JsonException)
        {
            throw Unreachable(fault);
        }
    }

    private IEnumerable<JsonElement> Series(JsonElement answer, string query)
    {
        ThrowIfError(answer, query);
        foreach (var result in answer.GetProperty("results").EnumerateArray())
        {
            ThrowIfError(result, query);
            if (!result.TryGetProperty("series", out var parts))
                continue;
            foreach (var series in parts.EnumerateArray())
                yield return series;
        }
    }

    private void ThrowIfError(JsonElement element, string query)
    {
        if (element.TryGetProperty("error", out var error))
            throw new ReadingStoreException($"{address} cannot answer ({error.GetString()}) to: {query}");
    }

    private ReadingStoreException Refused(HttpStatusCode status, string detail) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new($"{address} refuses our credentials ({detail.Trim()}): correct user and password in the address."),
        _ => new($"{address} cannot answer (HTTP {(int)status}: {detail.Trim()}): see its log."),
    };

    private ReadingStoreException Unreachable(Exception fault) =>
        new($"{address} cannot be reached ({fault.Message}): start it or correct its address.", fault);

    private static bool IsUnreachable(Exception fault, CancellationToken stop) =>
        fault is HttpRequestException or IOException
        || (fault is OperationCanceledException && !stop.IsCancellationRequested);
}
