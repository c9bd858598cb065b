using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Wire;

/// <summary>
/// Payloads as they were once written, in <c>testdata/golden</c>, stay decodable for ever. A new wire version adds
/// files by
/// <c>JINGU_GOLDEN=write tests/run GoldenFiles</c>; a file that exists is never written again.
/// </summary>
public sealed class GoldenFilesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "golden");

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Folder, "v*.bin").Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void An_old_payload_still_says_what_it_said(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));
        var opened = Assert.IsType<EnvelopeResult.Opened>(Envelope.Open(bytes, (_, _, _) => Some.Key()));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Folder, name + ".txt")), GoldenText.Of(opened.Header, opened.Content));
    }

    [Fact]
    public void The_version_written_now_has_a_golden_file_for_every_content()
    {
        if (Environment.GetEnvironmentVariable("JINGU_GOLDEN") == "write")
        {
            foreach (var (name, (header, content)) in Contents())
                WriteNew($"v{Envelope.Version}-{name}", header, content);
        }
        Assert.All(Contents().Keys, name => Assert.True(
            File.Exists(Path.Combine(Folder, $"v{Envelope.Version}-{name}.bin")),
            $"v{Envelope.Version}-{name}.bin is missing: run JINGU_GOLDEN=write tests/run GoldenFiles, and again"));
    }

    [Fact]
    public void What_is_written_now_reads_like_the_golden_file()
    {
        foreach (var (name, (header, content)) in Contents())
        {
            var opened = Assert.IsType<EnvelopeResult.Opened>(
                Envelope.Open(Envelope.Seal(header, content, Some.Key()), (_, _, _) => Some.Key()));
            Assert.Equal(
                File.ReadAllText(Path.Combine(Folder, $"v{Envelope.Version}-{name}.txt")),
                GoldenText.Of(opened.Header, opened.Content));
        }
    }

    private static Dictionary<string, (EnvelopeHeader Header, byte[] Content)> Contents()
    {
        var catalogue = new Catalogue(
            7,
            [
                new(new("m-unit-01-electricity"), "SDM-00001",
                    [new(Quantity.EnergyImport, 400, 1), new(Quantity.Power, 1, 10)]),
                new(new("m-unit-01-water"), "XT-00001", [new(Quantity.Volume, 1, 1)]),
            ],
            [new(new("unit-01-electricity"), Quantity.EnergyImport), new(new("unit-01-water"), Quantity.Volume)]);
        var at = Some.Instant;
        Entry samples = new Entry.Samples(7, at, ClockTrust.Bench,
        [
            new(0, at.AddMilliseconds(12), Quality.Measured, [123_456_789, -42]),
            new(1, at.AddMilliseconds(-30_000), Quality.Missing, []),
            new(1, at, Quality.Suspect, [null]),
        ]);
        var plant = new Catalogue(
            8,
            [
                new(new("m-inverter"), "JV-1",
                [
                    new(Quantity.VoltageDc, 1, 10), new(Quantity.CurrentDc, 1, 100), new(Quantity.OperatingState, 1, 1),
                ]),
                new(new("m-sensors"), "", [new(Quantity.Irradiance, 1, 1), new(Quantity.Illuminance, 1, 1)]),
            ],
            []);
        Entry sun = new Entry.Samples(
            8, at, ClockTrust.Bench,
            [new(0, at, Quality.Measured, [6_201, 1_833, 4]), new(1, at, Quality.Measured, [987, null])]);
        Entry intervals = new Entry.Intervals(7, ClockTrust.Synchronised,
        [
            new(new("unit-01-electricity"), at, 1250, Quality.Measured, 9_000_001_250, 49_382_715_600,
                new("m-unit-01-electricity"), true),
            new(new("unit-01-water"), at + Interval.Length, 0, Quality.Estimated, 77, 99_999, new("m-unit-01-water"),
                false),
        ]);
        Entry epochs = new Entry.Intervals(7, ClockTrust.Synchronised,
        [
            new(new("unit-01-electricity"), at, 1250, Quality.Substituted, 9_000_001_250, 1_250,
                new("m-unit-01-electricity"), false, Epoch: 3),
            new(new("unit-01-water"), at, 2, Quality.Manual, 79, 100_001, new("m-unit-01-water"), false),
        ]);
        Entry happened = new Entry.Event(ClockTrust.Holdover, new GatewayEvent(
            EventKinds.RegisterFell, at.AddMilliseconds(1), "unit-01-water",
            "The register of 1号楼 fell from 99999 L to 3 L.",
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("after", "3")
                .Add("before", "99999")));
        var boot = BootId.Parse("dd1108a2-62fb-44fe-ad98-61dd27adb051");
        Entry Undated(Entry taken) => Entry.Undated.Of(boot, at.AddHours(-26), taken);
        return new()
        {
            ["undated-samples"] = Batch(JournalStream.Samples, catalogue, Undated(samples), samples),
            ["undated-events"] = Batch(JournalStream.Events, catalogue, Undated(happened), happened),
            ["boot-dated"] = Batch(JournalStream.Events, catalogue, new Entry.Event(
                ClockTrust.Synchronised,
                new BootDating(boot, at.AddHours(-26), TimeSpan.FromMilliseconds(1250))
                    .ToEvent(at, "gateway-1", "synchronised"))),
            ["samples"] = Batch(JournalStream.Samples, catalogue, samples, samples),
            ["sun"] = Batch(JournalStream.Samples, plant, sun),
            ["intervals"] = Batch(JournalStream.Intervals, catalogue, intervals),
            ["epochs"] = Batch(JournalStream.Intervals, catalogue, epochs),
            ["events"] = Batch(JournalStream.Events, catalogue, happened),
            ["compressed"] = Batch(JournalStream.Samples, catalogue, [.. Enumerable.Repeat(samples, 40)]),
            ["acknowledgement"] = (
                Some.Header(EnvelopeKind.Acknowledgement) with { Up = false, First = 0, Count = 0 },
                AcknowledgementCodec.Encode(new(
                    [
                        new(JournalStream.Samples, 1, 9_000_000_000, Outcome.Stored),
                        new(JournalStream.Intervals, 4, 4, Outcome.Parked),
                        new(JournalStream.Events, 5, 6, Outcome.Refused),
                    ],
                    1))),
            ["resend"] = (
                Some.Header(EnvelopeKind.Resend) with { Up = false, First = 0, Count = 0 },
                AcknowledgementCodec.EncodeResend(JournalStream.Intervals, 17, 23)),
        };
    }

    private static (EnvelopeHeader Header, byte[] Content) Batch(
        JournalStream stream, Catalogue catalogue, params Entry[] entries) => (
        Some.Header(stream: stream) with { Count = entries.Length },
        BatchCodec.Encode(
            [BatchCodec.EncodeCatalogue(catalogue)], entries.Select(entry => EntryCodec.Encode(entry, catalogue))));

    private static void WriteNew(string name, EnvelopeHeader header, byte[] content, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "testdata", "golden", name);
        if (File.Exists(path + ".bin"))
            return;
        var bytes = Envelope.Seal(header, content, Some.Key());
        var opened = (EnvelopeResult.Opened)Envelope.Open(bytes, (_, _, _) => Some.Key());
        File.WriteAllBytes(path + ".bin", bytes);
        File.WriteAllText(path + ".txt", GoldenText.Of(opened.Header, opened.Content));
    }
}
