using Jingu.Aggregator.People;
using Jingu.Aggregator.Reporting.Notices;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Notices;

public sealed class NoticeRulesTests
{
    private static readonly LocalDate Today = new(2017, 3, 20);
    private static readonly Actor Wang = Actor.OfPerson("wang");
    private static readonly Actor Chen = Actor.OfPerson("chen");

    /// <summary>The whole table: from where which step leads where, and nothing else leads anywhere.</summary>
    private static readonly Dictionary<(NoticeState, string), NoticeState> Legal = new()
    {
        [(NoticeState.Issued, "answered")] = NoticeState.Answered,
        [(NoticeState.Issued, "withdrawn")] = NoticeState.Withdrawn,
        [(NoticeState.Answered, "accepted")] = NoticeState.Closed,
        [(NoticeState.Answered, "sent-back")] = NoticeState.SentBack,
        [(NoticeState.Answered, "withdrawn")] = NoticeState.Withdrawn,
        [(NoticeState.SentBack, "answered")] = NoticeState.Answered,
        [(NoticeState.SentBack, "withdrawn")] = NoticeState.Withdrawn,
    };

    private static readonly NoticeStep[] Steps =
    [
        new NoticeStep.Issued(At(0), Wang, Today), new NoticeStep.Answered(At(0), Chen, "done", false),
        new NoticeStep.Accepted(At(0), Wang, "seen"), new NoticeStep.SentBack(At(0), Wang, "no", Today),
        new NoticeStep.Withdrawn(At(0), Wang, "mistaken"),
    ];

    [Fact]
    public void Every_state_takes_the_steps_of_the_table_and_no_other()
    {
        foreach (var notice in Everywhere())
        {
            foreach (var step in Steps)
            {
                var objection = NoticeRules.Objection(notice, step, Today);
                Assert.True(
                    Legal.TryGetValue((notice.State, step.Kind), out var next) == objection is null,
                    $"{notice.State} {step.Kind}: {objection?.Sentence ?? "taken"}");
                if (objection is null)
                    Assert.Equal(next, Then(notice, step).State);
                else
                    Assert.EndsWith(".", objection.Sentence, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Random walks of people who try anything: what is taken is a path of the table, and it ends.</summary>
    [Fact]
    public void However_people_act_nothing_follows_an_end_and_nobody_checks_their_own_answer()
    {
        var random = new Random(20170320);
        Actor[] people = [Wang, Chen, Actor.OfPerson("li"), new("token desk", null)];
        for (var walk = 0; walk < 300; walk++)
        {
            var (notice, today) = (Issued(Today), Today);
            for (var tries = 0; tries < 20; tries++)
            {
                today = today.PlusDays(random.Next(0, 3));
                var by = people[random.Next(people.Length)];
                var deadline = today.PlusDays(random.Next(-2, 400));
                NoticeStep step = random.Next(5) switch
                {
                    0 => new NoticeStep.Issued(At(0), by, deadline),
                    1 => new NoticeStep.Answered(At(0), by, "done", false),
                    2 => new NoticeStep.Accepted(At(0), by, "seen"),
                    3 => new NoticeStep.SentBack(At(0), by, "no", deadline),
                    _ => new NoticeStep.Withdrawn(At(0), by, "mistaken"),
                };
                if (NoticeRules.Objection(notice, step, today) is not null)
                    continue;
                Assert.True(notice.IsOpen);
                Assert.True(Legal.ContainsKey((notice.State, step.Kind)));
                if (step is NoticeStep.Accepted)
                {
                    Assert.NotEqual(notice.Steps[^1].By, by);
                    Assert.NotNull(by.Person);
                }
                if (step is NoticeStep.SentBack)
                    Assert.InRange(deadline, today, today.PlusDays(NoticeRules.DaysMax));
                notice = Then(notice, step);
            }
            Assert.Equal(notice.Version, notice.Steps.Length);
        }
    }

    [Fact]
    public void It_is_overdue_from_the_day_after_its_deadline_and_only_while_an_answer_is_due()
    {
        var issued = Issued(Today);
        Assert.False(issued.IsOverdue(Today));
        Assert.True(issued.IsOverdue(Today.PlusDays(1)));

        var answered = Then(issued, Steps[1]);
        Assert.False(answered.IsOverdue(Today.PlusDays(9)));
        var back = Then(answered, new NoticeStep.SentBack(At(1), Wang, "no", Today.PlusDays(5)));
        Assert.Equal(Today.PlusDays(5), back.Deadline);
        Assert.False(back.IsOverdue(Today.PlusDays(5)));
        Assert.True(back.IsOverdue(Today.PlusDays(6)));
        Assert.False(Then(back, Steps[4]).IsOverdue(Today.PlusDays(6)));
    }

    [Theory]
    [InlineData(-1, "deadline-over")]
    [InlineData(0, null)]
    [InlineData(366, null)]
    [InlineData(367, "deadline-far")]
    public void A_deadline_is_a_day_from_today_on_within_a_year(int days, string? word) =>
        Assert.Equal(word, NoticeRules.Objection(Today.PlusDays(days), Today)?.Word);

    [Fact]
    public void What_asks_for_somebody_stands_first()
    {
        Notice Of(int number, LocalDate deadline) => Issued(deadline) with { Number = new(2017, number) };
        var later = Of(1, Today.PlusDays(9));
        var over = Of(2, Today.PlusDays(-3));
        var answered = Then(Of(3, Today), Steps[1]);
        var closed = Then(Then(Of(4, Today.PlusDays(-9)), Steps[1]), Steps[2]);
        var soon = Of(5, Today);
        var longOver = Of(6, Today.PlusDays(-8));

        Assert.Equal(
            [longOver, over, soon, later, answered, closed],
            NoticeReport.Sorted([later, over, answered, closed, soon, longOver], Today)
                .Select(told => new[] { later, over, answered, closed, soon, longOver }.Single(
                    each => each.Number.ToString() == told.Number)));
    }

    [Theory]
    [InlineData("2026-001", 2026, 1)]
    [InlineData("2026-1234", 2026, 1234)]
    [InlineData("2026-1", null, 0)]
    [InlineData("2026-0001", null, 0)]
    [InlineData("2026-000", null, 0)]
    [InlineData("26-001", null, 0)]
    [InlineData("2026-001-2", null, 0)]
    [InlineData("issue", null, 0)]
    [InlineData(null, null, 0)]
    public void A_number_is_written_in_one_way(string? text, int? year, int running)
    {
        NoticeNumber? expected = year is { } known ? new NoticeNumber(known, running) : null;
        Assert.Equal(expected, NoticeNumber.Parse(text));
        if (expected is { } number)
            Assert.Equal(text, number.ToString());
    }

    [Fact]
    public void What_nobody_can_see_is_no_text() =>
        Assert.Equal(
            (null, null, "a\nb", null),
            (NoticeDraft.TextOf(" \r\n\t"), NoticeDraft.TextOf("\u0000\u0007"), NoticeDraft.TextOf(" a\r\nb\u0000 "),
                NoticeDraft.TextOf(new string('x', NoticeDraft.TextMax + 1))));

    /// <summary>A notice in each of the states.</summary>
    private static Notice[] Everywhere()
    {
        var issued = Issued(Today);
        var answered = Then(issued, Steps[1]);
        return [issued, answered, Then(answered, Steps[3]), Then(answered, Steps[2]), Then(issued, Steps[4])];
    }

    private static Notice Issued(LocalDate deadline) => new(
        new(2017, 1), new(new("unit-01", null, "一", "One"), "s", "f", "r", null),
        [new NoticeStep.Issued(At(0), Wang, deadline)]);

    private static Notice Then(Notice notice, NoticeStep step) => notice with { Steps = notice.Steps.Add(step) };

    private static DateTimeOffset At(int hours) => DateTimeOffset.UnixEpoch.AddHours(hours);
}
