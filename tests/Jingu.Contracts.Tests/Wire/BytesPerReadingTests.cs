using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;
using Xunit.Abstractions;

namespace Jingu.Contracts.Tests.Wire;

public sealed class BytesPerReadingTests(ITestOutputHelper output)
{
    private const int Meters = 100;
    private const int Polls = 10;
    private const double BytesPerValueMax = 3.0;

    private static readonly Quantity[] Layout =
    [
        Quantity.EnergyImport, Quantity.Power, Quantity.VoltageL1, Quantity.VoltageL2, Quantity.VoltageL3,
        Quantity.CurrentL1, Quantity.CurrentL2, Quantity.CurrentL3, Quantity.Frequency, Quantity.PowerFactor,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(Polls)]
    public void A_value_of_a_hundred_meters_costs_at_most_three_bytes(int polls)
    {
        var random = new Random(1);
        var layout = Layout.Select(quantity => new Scaling(quantity, 1, 10));
        var meters = Enumerable.Range(0, Meters)
            .Select(i => new CatalogueMeter(new($"m-unit-{i:00}-electricity"), $"SDM-{i:00000}", [.. layout]));
        var catalogue = new Catalogue(1, [.. meters], []);
        var registers = Enumerable.Range(0, Meters).Select(_ => random.NextInt64(1_000_000, 90_000_000)).ToArray();
        var entries = Enumerable.Range(0, polls).Select(poll => Poll(random, catalogue, registers, poll)).ToList();
        var values = polls * Meters * Layout.Length;

        var entryBytes = entries.Sum(entry => entry.Length);
        var envelope = Envelope.Seal(
            Some.Header(), BatchCodec.Encode([BatchCodec.EncodeCatalogue(catalogue)], entries), Some.Key());

        var inJournal = (double)entryBytes / values;
        var onTheWire = (double)envelope.Length / values;
        output.WriteLine($"{polls} polls of {Meters} meters x {Layout.Length} quantities: {inJournal:0.00} bytes per "
            + $"value in the journal, {onTheWire:0.00} on the wire with catalogue, header and tag");
        Assert.InRange(inJournal, 0, BytesPerValueMax);
        Assert.InRange(onTheWire, 0, BytesPerValueMax);
    }

    private static byte[] Poll(Random random, Catalogue catalogue, long[] registers, int poll)
    {
        var instant = Some.Instant.AddMinutes(5 * poll);
        var samples = Enumerable.Range(0, Meters).Select(meter => new Sample(
            meter,
            instant.AddMilliseconds(40 * meter),
            Quality.Measured,
            [
                registers[meter] += random.Next(0, 300),
                random.Next(0, 40_000),
                random.Next(2200, 2400), random.Next(2200, 2400), random.Next(2200, 2400),
                random.Next(0, 400), random.Next(0, 400), random.Next(0, 400),
                random.Next(4990, 5010), random.Next(70, 100),
            ]));
        return EntryCodec.Encode(new Entry.Samples(1, instant, ClockTrust.Synchronised, [.. samples]), catalogue);
    }
}
