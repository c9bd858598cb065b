using System.Net.Http.Headers;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Writes by <c>POST /write</c>, which every version since 0.9 answers (3.x and 2.x by compatibility).
/// </summary>
internal sealed class HttpLineWriter(InfluxAddress address, HttpClient http) : ILineWriter
{
    private static readonly MediaTypeHeaderValue Text = new("text/plain", "utf-8");

    private readonly Uri _write = new(address.Root, $"write?db={address.Database}&precision=ms");

    public string Description => "line protocol over HTTP";

    public async Task<LineAnswer> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken stop)
    {
        using var content = new ReadOnlyMemoryContent(lines);
        content.Headers.ContentType = Text;
        try
        {
            using var response = await http.PostAsync(_write, content, stop);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(stop));
        }
        catch (HttpRequestException fault)
        {
            return new(0, fault.Message);
        }
    }

    /// <summary>The client belongs to the store, which reads with it.</summary>
    public void Dispose()
    {
    }
}
