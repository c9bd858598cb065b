using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>A small campus that has played two days and stands: what its pages show does not change any more.</summary>
public sealed class StandingBench : IAsyncLifetime
{
    private static readonly TimeSpan PlayMax = TimeSpan.FromMinutes(3);
    private readonly Chromium _chromium = new();

    internal LiveBench Bench { get; private set; } = null!;

    internal Task<Visitor> VisitAsync(string language, VisitOptions? options = null) =>
        _chromium.VisitAsync(Bench.Dashboard, language, options);

    public async Task InitializeAsync()
    {
        Bench = await LiveBench.StartAsync(
            "--month", "2026-03", "--days", "2", "--units", "4", "--period", "900", "--nobody");
        await Bench.OverAsync(PlayMax);
        await _chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await Bench.DisposeAsync();
    }
}
