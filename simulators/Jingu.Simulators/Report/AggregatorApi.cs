using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Jingu.Simulators.Report;

/// <summary>
/// Reads back from the aggregator what it says is there, and sends what people order. Fails with
/// <see cref="HttpRequestException"/>.
/// </summary>
/// <param name="token">Goes with every request.</param>
internal sealed class AggregatorApi(HttpClient http, Uri aggregator, string token)
{
    /// <summary>The points of a period.</summary>
    public async Task<ImmutableArray<StoredPoint>> PointsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        [.. await GetAsync($"api/points?from={Iso(from)}&to={Iso(to)}", ReportJson.Default.StoredPointArray, stop)];

    /// <summary>
    /// The points of local days, the last one excluded, whose boundaries the aggregator computes itself.
    /// </summary>
    public async Task<ImmutableArray<StoredPoint>> PointsAsync(
        LocalDate first, LocalDate end, CancellationToken stop) =>
    [
        .. await GetAsync(
            $"api/points?from={first:uuuu-MM-dd}&to={end:uuuu-MM-dd}", ReportJson.Default.StoredPointArray, stop),
    ];

    /// <summary>The points of a local month, whose boundaries the aggregator computes itself.</summary>
    public async Task<ImmutableArray<StoredPoint>> PointsAsync(string month, CancellationToken stop) =>
        [.. await GetAsync($"api/points?month={month}", ReportJson.Default.StoredPointArray, stop)];

    public Task<StoredMonth> MonthAsync(string month, CancellationToken stop) =>
        GetAsync($"api/report?month={month}", ReportJson.Default.StoredMonth, stop);

    public Task<StoredDelivery> DeliveryAsync(CancellationToken stop) =>
        GetAsync("api/delivery", ReportJson.Default.StoredDelivery, stop);

    /// <summary>What gateways decided in a local month, decided again.</summary>
    public Task<StoredEnforcement> EnforcementAsync(string month, CancellationToken stop) =>
        GetAsync($"api/enforcement?month={month}", ReportJson.Default.StoredEnforcement, stop);

    /// <summary>
    /// Has policies made of everything that is stored, and published; returns the newest of each gateway.
    /// </summary>
    public async Task<StoredPolicy[]> PublishAsync(CancellationToken stop)
    {
        const string Path = "api/planning/publish";
        using var response = await RequestAsync(HttpMethod.Post, Path, null, stop);
        return await ReadAsync("POST", Path, response, ReportJson.Default.StoredPolicyArray, stop);
    }

    public Task<StoredCommand> CommandAsync(string id, CancellationToken stop) =>
        GetAsync($"api/commands/{id}", ReportJson.Default.StoredCommand, stop);

    /// <summary>What an event of demand response brought.</summary>
    public Task<StoredShed> ShedAsync(string id, CancellationToken stop) =>
        GetAsync($"api/demand-response/{id}", ReportJson.Default.StoredShed, stop);

    /// <summary>What lighting zones used and saved on local days, the last one excluded.</summary>
    public Task<StoredLighting> LightingAsync(LocalDate first, LocalDate end, CancellationToken stop) => GetAsync(
        $"api/lighting?from={first:uuuu-MM-dd}&to={end:uuuu-MM-dd}", ReportJson.Default.StoredLighting, stop);

    /// <summary>Sends JSON, or CSV. What the aggregator refuses comes back as its own words.</summary>
    public async Task<(string Text, string? Refused)> SendAsync(
        string path, string body, CancellationToken stop, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await RequestAsync(HttpMethod.Post, path, content, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        return (text, response.IsSuccessStatusCode ? null : text);
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, stop);
        return await ReadAsync("GET", path, response, type, stop);
    }

    private async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri(aggregator, path)) { Content = content };
        request.Headers.Authorization = new("Bearer", token);
        return await http.SendAsync(request, stop);
    }

    private static async Task<T> ReadAsync<T>(
        string method, string path, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{method} {path}: {(int)response.StatusCode} {text}", null, response.StatusCode);
        }
        return JsonSerializer.Deserialize(text, type) ?? throw new HttpRequestException(
            $"{method} {path}: the answer is 'null'.");
    }

    private static string Iso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
