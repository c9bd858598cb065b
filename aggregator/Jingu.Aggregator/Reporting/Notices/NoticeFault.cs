namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>Why something is not taken: pages say it in the reader's language, by its word.</summary>
/// <param name="Field">Of the form and of the API's body; empty: it is about the whole.</param>
/// <param name="Word">Names the text <c>NoticeFault-WORD</c>.</param>
/// <param name="Sentence">For programs, in English; ends with what to do.</param>
internal sealed record NoticeFault(string Field, string Word, string Sentence)
{
    public static readonly NoticeFault IssuedAlready = new(
        "", "issued", "It is issued already and is never changed: withdraw it and issue another one.");

    public static readonly NoticeFault IsClosed = new("", "closed", "It is closed: nothing more is recorded of it.");

    public static readonly NoticeFault IsWithdrawn = new(
        "", "withdrawn", "It was withdrawn: nothing more is recorded of it. Issue another one.");

    public static readonly NoticeFault IsAnswered = new(
        "", "answered", "It is answered and waits to be checked: it can be answered again once it was sent back.");

    public static readonly NoticeFault NotAnswered = new(
        "", "not-answered", "There is no answer to be checked yet: wait for one, answer on the unit's behalf, or "
            + "withdraw it.");

    public static readonly NoticeFault OwnAnswer = new(
        "", "own-answer", "Nobody checks their own answer, and a program alone checks none: another person has to.");

    public static readonly NoticeFault Stale = new(
        "", "stale", "Somebody else acted on it meanwhile: load it again, and act on what it says now.");

    public static readonly NoticeFault AlarmHasNotice = new(
        "", "alarm-has-notice", "An open notice was issued from this alarm already: see /api/notices.");

    public static readonly NoticeFault NoAlarm = new(
        "alarm", "no-alarm", "alarm: no such alarm stands open; see alarms of /api/campus, or leave it out.");

    public static readonly NoticeFault DeadlineOver = new(
        "deadline", "deadline-over", "deadline: that day of the site is over; name today or a later one.");

    public static readonly NoticeFault DeadlineFar = new(
        "deadline", "deadline-far", $"deadline: name a day within {NoticeRules.DaysMax} days.");

    public static readonly NoticeFault NoDeadline = new(
        "deadline", "no-deadline", "deadline: write a local day of the site such as 2026-03-31.");

    public static readonly NoticeFault NoAddressee = new(
        "to", "no-addressee", "to: name one unit or one building of site.yaml.");

    public static readonly NoticeFault NoSubject = new(
        "subject", "subject", $"subject: write 1 to {NoticeDraft.SubjectMax} characters.");

    public static readonly NoticeFault NoFinding = new(
        "finding", "text", $"finding: write 1 to {NoticeDraft.TextMax} characters.");

    public static readonly NoticeFault NoRequired = new(
        "required", "text", $"required: write 1 to {NoticeDraft.TextMax} characters.");

    public static readonly NoticeFault NoText = new(
        "text", "text", $"text: write 1 to {NoticeDraft.TextMax} characters.");
}
