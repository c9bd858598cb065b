using System.Net;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Tests.Sending;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Aggregator.Web;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Sheets;

/// <summary>Deliveries as a facility manager sees them and has one sent again.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class DeliveryPagesTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-out-").FullName;
    private DeliveryRig _rig = null!;
    private Visitors _visitors = null!;
    private User _manager = null!;
    private User _contact = null!;

    public async Task InitializeAsync()
    {
        _rig = await DeliveryRig.StartAsync(
            _site, new DeliveryTarget.Folder(_folder), new DeliveryTarget.Folder(Path.Combine(_folder, "share")));
        await _rig.EndMarchAsync();
        await _rig.RoundsAsync();
        _visitors = new(_rig.Aggregator);
        _manager = await _visitors.AddAsync("wang", [Role.FacilityManager]);
        _contact = await _visitors.AddAsync("li", [Role.UnitContact], "unit-01");
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _rig.DisposeAsync();
        _site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/sheets", "en", "not delivered yet", "There is no folder", "delivered", "Month sheet 2017-03")]
    [InlineData("/sheets/deliveries", "zh", "尚未送达", "不存在：请创建或挂载", "已送达", "市发展和改革委员会")]
    public async Task They_are_told_in_the_readers_language(string page, string language, params string[] words)
    {
        var (status, text) = await _visitors.TellAsync(
            HttpMethod.Get, $"{page}?culture={language}", null, await _visitors.SessionAsync(_manager));

        Assert.Equal(200, status);
        var shown = WebUtility.HtmlDecode(text);
        Assert.All(words, word => Assert.Contains(word, shown, StringComparison.Ordinal));
        Assert.Equal(2, text.Split("action=\"/sheets/deliveries\"").Length - 1);
    }

    [Fact]
    public async Task A_contact_sees_none_of_it_and_has_nothing_sent()
    {
        var session = await _visitors.SessionAsync(_contact);
        var (_, sheets) = await _visitors.TellAsync(HttpMethod.Get, "/sheets?culture=en", null, session);

        Assert.DoesNotContain(_folder, sheets, StringComparison.Ordinal);
        Assert.Equal(403, (await _visitors.TellAsync(
            HttpMethod.Post, "/sheets/deliveries", "file=1", await _visitors.WithPageAsync(session))).Status);
    }

    [Fact]
    public async Task The_button_sends_again_what_had_arrived_made_anew_and_stands_in_the_audit()
    {
        var session = await _visitors.SessionAsync(_manager);
        var name = Assert.Single(Directory.GetFiles(_folder));
        File.Delete(name);
        Assert.Equal(
            400, (await _visitors.TellAsync(HttpMethod.Post, "/sheets/deliveries", "file=1", session)).Status);

        var (status, _) = await _visitors.TellAsync(
            HttpMethod.Post, "/sheets/deliveries", "file=1", await _visitors.WithPageAsync(session));
        Assert.Equal(302, status);
        Assert.Equal(409, (await _visitors.TellAsync(
            HttpMethod.Post, "/sheets/deliveries", "file=1", await _visitors.WithPageAsync(session))).Status);
        Assert.Equal(404, (await _visitors.TellAsync(
            HttpMethod.Post, "/sheets/deliveries", "file=77", await _visitors.WithPageAsync(session))).Status);
        await _rig.RoundsAsync();

        Assert.True(File.Exists(name));
        var file = (await _rig.FilesAsync()).Single(each => (long)each!["number"]! == 1)!;
        Assert.Equal(("delivered", 2), ((string?)file["state"], (int)file["attempts"]!));
        Assert.EndsWith(":r1:2", (string?)file["key"], StringComparison.Ordinal);
        Assert.Contains(
            await _visitors.AuditAsync(),
            entry => entry.Entry is { Who: "wang", Subject: "delivery 1", Outcome: "302" });
    }

    [Fact]
    public void Every_state_and_every_answer_has_words()
    {
        Assert.All(
            Enum.GetValues<FileState>(), state => Assert.NotNull(Texts.Find("DeliveryState-" + ReportWords.Of(state))));
        Assert.All(
            Enum.GetValues<AttemptOutcome>(), each => Assert.NotNull(Texts.Find("Attempt-" + ReportWords.Of(each))));
        Assert.All(
            Enum.GetValues<Aggregator.Sending.AgainOutcome>().Skip(1),
            each => Assert.NotNull(Texts.Find($"Again-{each}")));
    }
}
