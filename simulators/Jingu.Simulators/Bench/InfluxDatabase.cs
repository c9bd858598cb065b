namespace Jingu.Simulators.Bench;

/// <summary>
/// The InfluxDB database of a run. One that was not asked for by name is made for the run and dropped at its end, so
/// that no run counts what another one stored.
/// </summary>
internal sealed class InfluxDatabase : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly bool _passing;

    private InfluxDatabase(HttpClient http, Uri url, string name, bool passing) =>
        (_http, Url, Name, _passing) = (http, url, name, passing);

    public Uri Url { get; }

    public string Name { get; }

    /// <param name="name">Null: a name made of <paramref name="run"/>.</param>
    public static async Task<InfluxDatabase> OpenAsync(
        HttpClient http, Uri url, string? name, string run, CancellationToken stop)
    {
        var database = new InfluxDatabase(http, url, name ?? "jingu-bench-" + run, passing: name is null);
        try
        {
            using var ping = await http.GetAsync(new Uri(url, "/ping"), stop);
            ping.EnsureSuccessStatusCode();
            await database.QueryAsync($"CREATE DATABASE \"{database.Name}\"", stop);
            return database;
        }
        catch (HttpRequestException e)
        {
            throw new BenchException(
                ExitCodes.MachineLacks, $"--influx {url}: {e.Message} Start influxd, or check the address.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_passing)
            await QueryAsync($"DROP DATABASE \"{Name}\"", default);
    }

    /// <summary>Statements that change something go by POST (InfluxDB 1.x, HTTP API, /query).</summary>
    private async Task QueryAsync(string statement, CancellationToken stop)
    {
        using var content = new FormUrlEncodedContent([new("q", statement)]);
        using var answer = await _http.PostAsync(new Uri(Url, "/query"), content, stop);
        answer.EnsureSuccessStatusCode();
    }
}
