using Jingu.Aggregator.People;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>Something that somebody did with a notice, recorded for good. Immutable.</summary>
/// <param name="At">Site time, UTC.</param>
internal abstract record NoticeStep(DateTimeOffset At, Actor By)
{
    /// <summary>As the store, the API and the names of texts write it.</summary>
    public abstract string Kind { get; }

    /// <summary>The words of whoever did it; empty where none were needed.</summary>
    public virtual string Words => "";

    /// <summary>The day that it sets; null where it sets none.</summary>
    public virtual LocalDate? Sets => null;

    /// <param name="Deadline">The last day of the site on which an answer is in time.</param>
    public sealed record Issued(DateTimeOffset At, Actor By, LocalDate Deadline) : NoticeStep(At, By)
    {
        public override string Kind => "issued";

        public override LocalDate? Sets => Deadline;
    }

    /// <param name="Text">What was done about it.</param>
    /// <param name="OnBehalf">True: a facility manager wrote it for whom the notice is to.</param>
    public sealed record Answered(DateTimeOffset At, Actor By, string Text, bool OnBehalf) : NoticeStep(At, By)
    {
        public override string Kind => "answered";

        public override string Words => Text;
    }

    /// <summary>Checked and found good: the notice is closed.</summary>
    public sealed record Accepted(DateTimeOffset At, Actor By, string Text) : NoticeStep(At, By)
    {
        public override string Kind => "accepted";

        public override string Words => Text;
    }

    /// <summary>Checked and found wanting: another answer is due.</summary>
    public sealed record SentBack(DateTimeOffset At, Actor By, string Reason, LocalDate Deadline) : NoticeStep(At, By)
    {
        public override string Kind => "sent-back";

        public override string Words => Reason;

        public override LocalDate? Sets => Deadline;
    }

    public sealed record Withdrawn(DateTimeOffset At, Actor By, string Reason) : NoticeStep(At, By)
    {
        public override string Kind => "withdrawn";

        public override string Words => Reason;
    }
}
