using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>The reading store that the configuration asks for, not opened yet.</summary>
internal static class ChosenStore
{
    public static IReadingStore Create(AggregatorSettings settings, MachineTime time) =>
        ReadingStores.Create(settings.StoreFolder, settings.Influx?.Url, settings.Influx?.Database, time);
}
