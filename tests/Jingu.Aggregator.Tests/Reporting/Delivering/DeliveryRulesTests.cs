using System.Text;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Contracts.Ids;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Delivering;

/// <summary>When reports go out, what they are called, and what follows an attempt.</summary>
public sealed class DeliveryRulesTests
{
    private static readonly YearMonth March = new(2026, 3);
    private static readonly SiteId Site = new("zhoushan");
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Theory]
    [InlineData("2026-03-31T15:59:59Z", true, false)]
    [InlineData("2026-03-31T16:00:00Z", true, true)]
    [InlineData("2026-03-31T16:00:00Z", false, false)]
    [InlineData("2026-04-03T15:59:59Z", false, false)]
    [InlineData("2026-04-03T16:00:00Z", false, true)]
    public void A_month_is_due_when_it_is_over_on_the_sites_clock_and_whole_or_at_the_latest_days_later(
        string now, bool isComplete, bool isDue) => Assert.Equal(
            isDue,
            DeliveryDue.IsDue(
                March, 3, Shanghai, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture),
                isComplete));

    [Fact]
    public void The_latest_day_begins_at_local_midnight_also_when_clocks_change()
    {
        // In New York clocks go forward on 8 March 2026, at five hours behind UTC before and four after.
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        Assert.Equal(
            new DateTimeOffset(2026, 3, 4, 5, 0, 0, TimeSpan.Zero), DeliveryDue.LatestOf(new(2026, 2), 3, zone));
        Assert.Equal(
            new DateTimeOffset(2026, 3, 11, 4, 0, 0, TimeSpan.Zero), DeliveryDue.LatestOf(new(2026, 2), 10, zone));
    }

    [Fact]
    public void A_month_owes_a_sheet_for_each_unit_and_a_file_for_each_table_of_csv()
    {
        var files = ReportFile.Of(
            "finance", March, [ReportKind.Month, ReportKind.CutOffs], [ReportFormat.Xlsx, ReportFormat.Csv],
            [new UnitId("unit-01"), new UnitId("unit-02")]);

        Assert.Equal((2 * (1 + 5)) + 1 + 2, files.Length);
        var names = files.Select(file => file.NameOf(Site, isComplete: true)).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains("zhoushan-month-unit-01-2026-03.xlsx", names);
        Assert.Contains("zhoushan-month-unit-02-2026-03-meters.csv", names);
        Assert.Contains("zhoushan-cut-offs-2026-03-switching.csv", names);
        Assert.Equal(files.Length, files.Select(file => file.KeyOf(Site, 1)).Distinct().Count());
        Assert.Equal(
            "/api/reports/month?unit=unit-02&month=2026-03&format=csv&part=meters",
            files.Single(file => file is { Unit: "unit-02", Part: "meters" }).Address);
        Assert.Equal(
            "/api/reports/statistics?year=2026&format=pdf",
            new ReportFile("x", March, ReportKind.Statistics, "", ReportFormat.Pdf, "", 1).Address);
    }

    [Fact]
    public void A_name_says_what_was_missing_and_which_revision_it_is()
    {
        var file = new ReportFile("finance", March, ReportKind.Campus, "", ReportFormat.Pdf, "", 1);

        Assert.Equal("zhoushan-campus-2026-03.pdf", file.NameOf(Site, true));
        Assert.Equal("zhoushan-campus-2026-03-incomplete.pdf", file.NameOf(Site, false));
        Assert.Equal("zhoushan-campus-2026-03-r2.pdf", (file with { Revision = 2 }).NameOf(Site, true));
        Assert.NotEqual(file.KeyOf(Site, 1), file.KeyOf(Site, 2));
        Assert.NotEqual(file.KeyOf(Site, 1), (file with { Revision = 2 }).KeyOf(Site, 1));
    }

    [Theory]
    [InlineData(200, nameof(AttemptOutcome.Delivered))]
    [InlineData(204, nameof(AttemptOutcome.Delivered))]
    [InlineData(302, nameof(AttemptOutcome.Redirected))]
    [InlineData(308, nameof(AttemptOutcome.Redirected))]
    [InlineData(400, nameof(AttemptOutcome.Refused))]
    [InlineData(401, nameof(AttemptOutcome.Refused))]
    [InlineData(404, nameof(AttemptOutcome.Refused))]
    [InlineData(408, nameof(AttemptOutcome.Postponed))]
    [InlineData(425, nameof(AttemptOutcome.Postponed))]
    [InlineData(429, nameof(AttemptOutcome.Postponed))]
    [InlineData(500, nameof(AttemptOutcome.Postponed))]
    [InlineData(503, nameof(AttemptOutcome.Postponed))]
    public void A_status_is_taken_tried_again_or_refused(int status, string outcome) =>
        Assert.Equal(outcome, AttemptAnswer.OfStatus(status, "said", null).Outcome.ToString());

    [Fact]
    public void What_others_say_is_one_line_of_bounded_length()
    {
        var answer = AttemptAnswer.OfStatus(400, $"a\r\n\tb\u0001{new string('c', 1000)}", null);

        Assert.StartsWith("400 a b c", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(AttemptAnswer.DetailMax, answer.Detail.Length);
    }

    [Fact]
    public void Pauses_grow_to_an_hour_and_a_week_of_failures_is_left_to_a_person()
    {
        var away = new AttemptAnswer(AttemptOutcome.NoAnswer);
        TimeSpan Pause(int failed) =>
            Assert.IsType<NextStep.Retry>(NextStep.After(away, failed, TimeSpan.Zero, Week)).Pause;

        Assert.Equal([30, 60, 120, 240], Enumerable.Range(1, 4).Select(failed => (int)Pause(failed).TotalSeconds));
        Assert.Equal(NextStep.PauseMax, Pause(9));
        Assert.Equal(NextStep.PauseMax, Pause(int.MaxValue));
        Assert.IsType<NextStep.Retry>(NextStep.After(away, 99, Week - TimeSpan.FromSeconds(1), Week));
        Assert.IsType<NextStep.GivenUp>(NextStep.After(away, 99, Week, Week));
        Assert.IsType<NextStep.GivenUp>(NextStep.After(new(AttemptOutcome.Refused), 1, TimeSpan.Zero, Week));
        Assert.IsType<NextStep.GivenUp>(NextStep.After(new(AttemptOutcome.Redirected), 1, TimeSpan.Zero, Week));
        Assert.IsType<NextStep.Delivered>(NextStep.After(new(AttemptOutcome.Delivered), 9, Week * 2, Week));
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    [InlineData(90_000, 6 * 3600)]
    public void A_webhook_that_says_when_is_asked_then_within_bounds(int asked, int seconds)
    {
        var answer = new AttemptAnswer(AttemptOutcome.Postponed, "429", TimeSpan.FromSeconds(asked));

        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Assert.IsType<NextStep.Retry>(NextStep.After(answer, 3, TimeSpan.Zero, Week)).Pause);
    }

    [Fact]
    public void Figures_are_the_same_whenever_they_are_made_and_others_when_one_differs()
    {
        string Of(string json, ReportKind kind = ReportKind.Month) =>
            ReportFigures.DigestOf(Encoding.UTF8.GetBytes(json), kind, March);

        Assert.Equal(
            Of("""{"used":1,"madeAt":"now","pending":0,"plan":3}"""),
            Of("""{"used":1,"madeAt":"later","pending":2,"plan":4}"""));
        Assert.NotEqual(Of("""{"used":1}"""), Of("""{"used":2}"""));
        Assert.NotEqual(Of("""{"used":1}"""), Of("""{"used":null}"""));
        Assert.Equal(
            Of("""[{"month":"2026-03","use":1}]""", ReportKind.Statistics),
            Of("""[{"month":"2026-03","use":1},{"month":"2026-04","use":9}]""", ReportKind.Statistics));
        Assert.NotEqual(
            Of("""[{"month":"2026-03","use":1}]""", ReportKind.Statistics),
            Of("""[{"month":"2026-03","use":2}]""", ReportKind.Statistics));
    }

    [Fact]
    public void What_is_given_up_or_fails_for_an_hour_is_an_alarm_of_its_delivery()
    {
        var now = new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
        FileReport File(string delivery, FileState state, TimeSpan? failing) => new(
            1, delivery, "/srv", "2026-03", ReportKind.Campus, null, ReportFormat.Pdf, null, 1, state, null, null, null,
            null, null, null, "key", 1, null, now, null, null, now - failing);

        var alarms = DeliveryAlarms.Of(
            [
                File("young", FileState.Failing, DeliveryAlarms.LastsFor - TimeSpan.FromSeconds(1)),
                File("old", FileState.Failing, DeliveryAlarms.LastsFor),
                File("gone", FileState.GivenUp, TimeSpan.Zero),
                File("gone", FileState.Failing, TimeSpan.FromDays(1)),
                File("waits", FileState.Waiting, null),
            ],
            now).ToList();

        Assert.Equal(
            [("old", DeliveryAlarms.Failing, false), ("gone", DeliveryAlarms.GivenUp, true)],
            alarms.Select(alarm => (alarm.Subject, alarm.Kind, alarm.IsSerious)));
        Assert.Equal(now, alarms[1].Since);
    }
}
