using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Sending;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Sending;

/// <summary>What goes out and when, never lost and never half: through the whole aggregator, into a folder.</summary>
public sealed class DeliveryRoundTests : IDisposable
{
    private const string Sheet = "zhoushan-month-unit-01-2017-03.xlsx";

    private readonly TestSite _site = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-out-").FullName;

    public void Dispose()
    {
        _site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_goes_out_before_the_month_is_over_on_the_sites_clock()
    {
        await using var rig = await StartAsync();
        await rig.DeliverAsync(DeliveryRig.Quarters - 95, DeliveryRig.Quarters);

        rig.Aggregator.Time.JumpTo(DeliveryRig.April - TimeSpan.FromSeconds(1));
        await rig.RoundsAsync();
        Assert.Empty(await rig.FilesAsync());
        Assert.Empty(Files());

        rig.Aggregator.Time.JumpTo(DeliveryRig.April);
        await rig.RoundsAsync();
        Assert.Equal([Sheet], Files());
    }

    [Fact]
    public async Task What_is_delivered_is_byte_for_byte_what_the_API_answers()
    {
        var delivery = new DeliverySettings(
            "all", [.. Enum.GetValues<ReportKind>()], [ReportFormat.Xlsx, ReportFormat.Csv, ReportFormat.Json], "zh",
            new DeliveryTarget.Folder(_folder));
        await using var rig = await DeliveryRig.StartAsync(_site, [delivery]);
        await rig.EndMarchAsync();
        await rig.RoundsAsync();

        var files = await rig.FilesAsync();
        Assert.Equal(6 + 6 + 12, files.Count);
        Assert.Equal(files.Count, Files().Count);
        foreach (var owed in ReportFile.Of(
            "all", new(2017, 3), delivery.Reports, delivery.Formats, [.. _site.Site.Units.Select(unit => unit.Id)]))
        {
            var name = owed.NameOf(_site.Site.Id, isComplete: true);
            var file = files.Single(each => (string?)each!["name"] == name)!;
            var delivered = await File.ReadAllBytesAsync(Path.Combine(_folder, name));
            Assert.True((await rig.ApiAsync(owed.Address)).SequenceEqual(delivered), name);
            Assert.Equal(
                ("delivered", true, delivered.Length),
                ((string?)file["state"], (bool?)file["complete"], (int)file["bytes"]!));
            Assert.Equal(
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(delivered)),
                (string?)file["sha256"]);
        }
    }

    [Fact]
    public async Task What_is_pending_is_waited_for_and_after_so_many_days_goes_out_marked()
    {
        await using var rig = await StartAsync();
        // The last quarter hour of the month has not arrived.
        await rig.DeliverAsync(DeliveryRig.Quarters - 95, DeliveryRig.Quarters - 1);

        rig.Aggregator.Time.JumpTo(DeliveryRig.April.AddDays(3) - TimeSpan.FromSeconds(1));
        await rig.RoundsAsync();
        Assert.Empty(Files());
        Assert.Equal("waiting", (string?)Assert.Single(await rig.FilesAsync())!["state"]);

        rig.Aggregator.Time.JumpTo(DeliveryRig.April.AddDays(3));
        await rig.RoundsAsync();
        Assert.Equal(["zhoushan-month-unit-01-2017-03-incomplete.xlsx"], Files());
        var file = Assert.Single(await rig.FilesAsync())!;
        Assert.Equal(
            (false, "unit-01-electricity, unit-01-water"), ((bool?)file["complete"], (string?)file["missing"]));
    }

    [Fact]
    public async Task The_worker_looks_by_itself()
    {
        await using var rig = await StartAsync();
        await rig.EndMarchAsync();

        await Eventually.UntilAsync(() =>
        {
            rig.Machine.Advance(DeliveryWorker.LookEvery);
            return Files().Contains(Sheet);
        });
    }

    [Fact]
    public async Task One_look_at_a_whole_month_is_not_enough()
    {
        await using var rig = await StartAsync();
        await rig.EndMarchAsync();

        await rig.RoundAsync();
        Assert.Empty(Files());
        await rig.RoundAsync();
        Assert.Equal([Sheet], Files());
    }

    [Fact]
    public async Task A_delivery_that_begins_earlier_owes_every_month_since()
    {
        await using var rig = await DeliveryRig.StartAsync(_site, [
            new DeliverySettings(
                "d1", [ReportKind.Campus], [ReportFormat.Json], "en", new DeliveryTarget.Folder(_folder))
            {
                From = new(2017, 1),
            },
        ]);

        // It is 20 March: two months are over for longer than three days, and nobody delivered anything.
        Assert.Equal(
            ["zhoushan-campus-2017-01-incomplete.json", "zhoushan-campus-2017-02-incomplete.json"], Files());
        await rig.RestartAsync();
        await rig.RoundsAsync();
        Assert.Equal(2, Files().Count);
    }

    [Theory]
    [InlineData(nameof(FolderStep.Opened))]
    [InlineData(nameof(FolderStep.Written))]
    [InlineData(nameof(FolderStep.Flushed))]
    [InlineData(nameof(FolderStep.Renamed))]
    [InlineData(nameof(FolderStep.FolderFlushed))]
    public async Task Killed_at_any_step_exactly_one_whole_file_is_there_after_the_next_start(string at)
    {
        await using var rig = await StartAsync();
        await rig.EndMarchAsync();
        await Assert.ThrowsAsync<KilledException>(() => rig.RoundAsync(_ => new FolderTarget(_folder)
        {
            Reached = step =>
            {
                if (step == Enum.Parse<FolderStep>(at))
                    throw new KilledException();
            },
        }));
        Assert.Equal("sending", (string?)Assert.Single(await rig.FilesAsync())!["state"]);

        await rig.RestartAsync();
        await rig.RoundsAsync();

        Assert.Equal([Sheet], Files());
        Assert.Equal(
            await rig.ApiAsync("/api/reports/month?unit=unit-01&month=2017-03&format=xlsx"),
            await File.ReadAllBytesAsync(Path.Combine(_folder, Sheet)));
        var file = Assert.Single(await rig.FilesAsync())!;
        Assert.Equal(("delivered", 2), ((string?)file["state"], (int)file["attempts"]!));
    }

    [Fact]
    public async Task A_folder_that_is_away_is_tried_again_by_itself_with_growing_pauses()
    {
        await using var rig = await DeliveryRig.StartAsync(
            _site, new DeliveryTarget.Folder(Path.Combine(_folder, "share")));
        await rig.EndMarchAsync();
        await rig.RoundsAsync();
        async Task<(string?, int, string?)> StandsAsync()
        {
            var file = Assert.Single(await rig.FilesAsync())!;
            return ((string?)file["state"], (int)file["attempts"]!, (string?)file["last"]?["outcome"]);
        }
        Assert.Equal(("failing", 1, "folder-missing"), await StandsAsync());

        rig.Pass(NextStep.PauseMin - TimeSpan.FromSeconds(1));
        await rig.RoundAsync();
        Assert.Equal(("failing", 1, "folder-missing"), await StandsAsync());
        rig.Pass(TimeSpan.FromSeconds(1));
        await rig.RoundAsync();
        Assert.Equal(("failing", 2, "folder-missing"), await StandsAsync());

        Directory.CreateDirectory(Path.Combine(_folder, "share"));
        rig.Pass(NextStep.PauseMin);
        await rig.RoundAsync();
        Assert.Equal(("failing", 2, "folder-missing"), await StandsAsync());
        rig.Pass(NextStep.PauseMin);
        await rig.RoundAsync();
        Assert.Equal(("delivered", 3, "delivered"), await StandsAsync());
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "share")));
    }

    [Fact]
    public async Task A_month_that_was_restated_goes_out_again_as_a_revision_once_a_day_and_only_if_figures_differ()
    {
        await using var rig = await DeliveryRig.StartAsync(_site, [
            new DeliverySettings(
                "d1", [ReportKind.Month, ReportKind.Meters], [ReportFormat.Json], "zh",
                new DeliveryTarget.Folder(_folder)),
        ]);
        await rig.EndMarchAsync();
        await rig.RoundsAsync();
        var first = Files();
        Assert.Equal(2, first.Count);

        rig.Aggregator.Time.JumpTo(DeliveryRig.April.AddHours(3));
        await rig.DeliverAsync(1, 4);
        await rig.RoundsAsync();
        Assert.Equal(first, Files());

        rig.Aggregator.Time.JumpTo(DeliveryRig.April.AddDays(1));
        await rig.RoundsAsync();
        // No meter was exchanged: that log is as it was.
        Assert.Equal(["zhoushan-month-unit-01-2017-03-r2.json"], Files().Except(first));
        Assert.Contains(
            "\"used\":100000", await File.ReadAllTextAsync(
                Path.Combine(_folder, "zhoushan-month-unit-01-2017-03-r2.json")), StringComparison.Ordinal);

        rig.Aggregator.Time.JumpTo(DeliveryRig.April.AddDays(3));
        await rig.RoundsAsync();
        Assert.Equal(3, Files().Count);
    }

    /// <summary>Without a browser one format cannot be made: the others go out, and what to install is told.</summary>
    [Fact]
    public async Task A_format_that_cannot_be_made_holds_no_other_back()
    {
        await using var rig = await DeliveryRig.StartAsync(_site, [
            new DeliverySettings(
                "d1", [ReportKind.Campus], [ReportFormat.Pdf, ReportFormat.Json], "zh",
                new DeliveryTarget.Folder(_folder)),
        ]);
        await rig.EndMarchAsync();
        var printing = rig.Of<Aggregator.Web.Printing.PdfPrinting>();
        var folders = printing.Folders;
        printing.Folders = "/nowhere";
        await rig.RoundsAsync();

        Assert.Equal(["zhoushan-campus-2017-03.json"], Files());
        var file = (await rig.FilesAsync()).Single(each => (string?)each!["format"] == "pdf")!;
        Assert.Equal(("failing", "no-pdf"), ((string?)file["state"], (string?)file["last"]!["outcome"]));
        Assert.Contains("apt-get install chromium", (string?)file["last"]!["detail"], StringComparison.Ordinal);
        Assert.Null((string?)file["last"]!["sha256"]);

        printing.Folders = folders;
        rig.Pass(NextStep.PauseMin);
        await rig.RoundAsync();
        Assert.Equal(
            printing.Objection is null ? ["zhoushan-campus-2017-03.json", "zhoushan-campus-2017-03.pdf"]
                : ["zhoushan-campus-2017-03.json"],
            Files());
    }

    private Task<DeliveryRig> StartAsync() => DeliveryRig.StartAsync(_site, new DeliveryTarget.Folder(_folder));

    private List<string> Files() =>
        [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
