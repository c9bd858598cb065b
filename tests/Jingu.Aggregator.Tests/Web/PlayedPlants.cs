using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Time.Sun;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// Two days of two plants, in the store: the first follows the sun, the second one is dark from the second morning on.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class PlayedPlants : IAsyncLifetime
#pragma warning restore CA1001
{
    public const int Quarters = 2 * 96;
    private static readonly Coordinates Place = new(29.985, 122.207);
    internal static readonly DateTimeOffset Trip = Batches.Start.AddHours(24 + 9);

    internal TestSite Site { get; } = new();

    internal RunningAggregator Aggregator { get; private set; } = null!;

    /// <summary>Wh of the first plant.</summary>
    public long Generated { get; private set; }

    public async Task InitializeAsync()
    {
        PlantSite.Write(Site);
        Assert.Empty(Site.Current.Reload());
        Aggregator = await RunningAggregator.StartAsync(Site);
        var (samples, intervals) = (new List<StoredSample>(), new List<StoredInterval>());
        for (var i = 0; i < Quarters; i++)
        {
            var at = Batches.Start.AddMinutes(15 * i);
            var light = (long)Math.Round(Light(at.AddMinutes(7.5)));
            var first = light * 20_000 * 8 / 10 / 1000 / 4;
            var second = at >= Trip ? 0 : first / 2;
            Generated += first;
            void Count(string point, long amount) =>
                intervals.Add(Batches.Interval(Batches.Intervals(i + 1), point, at, amount, total: 1_000_000 + i));
            Count("main", 2_000);
            Count("main-export", first / 4);
            Count("roof-1", first);
            Count("roof-2", second);
            Count("unit-01-electricity", 1_000);
            Count("unit-02-electricity", 500);
            Count("pump", 100);
            samples.Add(Of(i, "m-roof-1", at, new StoredValue(new(Quantity.Power, 1, 1), first * 4)));
            samples.Add(Of(
                i, "m-roof-2", at, new StoredValue(new(Quantity.Power, 1, 1), second * 4),
                new StoredValue(new(Quantity.VoltageDc, 1, 10), 6_000), new(new(Quantity.CurrentDc, 1, 10), 0)));
            samples.Add(Of(i, "m-sun", at, new StoredValue(new(Quantity.Irradiance, 1, 1), light)));
        }
        Assert.Empty(await Aggregator.Readings.WriteAsync(samples, intervals, default));
    }

    public async Task DisposeAsync()
    {
        await Aggregator.DisposeAsync();
        Site.Dispose();
    }

    private static double Light(DateTimeOffset at) =>
        900 * Math.Max(0, Math.Sin(SunPosition.At(Place, at).Elevation * Math.PI / 180));

    private static StoredSample Of(int index, string meter, DateTimeOffset at, params StoredValue[] values) =>
        Batches.Sample(Batches.Samples(index + 1), meter, at, values);
}
