using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>Where a notice stands.</summary>
internal enum NoticeState
{
    /// <summary>An answer is due.</summary>
    Issued,

    /// <summary>The answer is to be checked.</summary>
    Answered,

    /// <summary>The answer was not good enough: another one is due.</summary>
    SentBack,

    /// <summary>Answered, checked and accepted: nothing follows.</summary>
    Closed,

    /// <summary>Taken back: nothing follows.</summary>
    Withdrawn,
}

/// <summary>To whom a notice is, with the names of the day on which it was issued: exactly one of both ids.</summary>
internal sealed record NoticeTo(string? Unit, string? Building, string Name, string NameEn);

/// <summary>What a notice is about. Nothing of it ever changes.</summary>
/// <param name="Finding">What was found, with its figures.</param>
/// <param name="Required">What is to be done.</param>
/// <param name="Alarm">The alarm that it was issued from, copied; null: issued by hand.</param>
internal sealed record NoticeBody(
    NoticeTo To, string Subject, string Finding, string Required, NoticeAlarm? Alarm);

/// <summary>An alarm as it stood when a notice was issued from it.</summary>
/// <param name="Since">UTC; null where that was not known.</param>
/// <param name="Text">The gateway's sentence; null where it had none.</param>
internal sealed record NoticeAlarm(
    string Kind, string Subject, string? Gateway, DateTimeOffset? Since, string? Text)
{
    /// <summary>
    /// Tells alarms apart as their list does. One that ended and came back meanwhile is the same.
    /// </summary>
    public string Key => KeyOf(Kind, Subject, Gateway);

    /// <inheritdoc cref="Key"/>
    public static string KeyOf(string kind, string subject, string? gateway) => $"{kind} {gateway} {subject}";
}

/// <summary>
/// A rectification notice 整改通知书: what was issued, and every step since, in order. Where it stands follows from its
/// steps alone. Immutable.
/// </summary>
/// <param name="Steps">The first one is its issue; never empty.</param>
internal sealed record Notice(NoticeNumber Number, NoticeBody Body, ImmutableArray<NoticeStep> Steps)
{
    /// <summary>Counts its steps: whoever acts says which one they have seen last.</summary>
    public int Version => Steps.Length;

    public NoticeState State => Steps[^1] switch
    {
        NoticeStep.Issued => NoticeState.Issued,
        NoticeStep.Answered => NoticeState.Answered,
        NoticeStep.Accepted => NoticeState.Closed,
        NoticeStep.SentBack => NoticeState.SentBack,
        NoticeStep.Withdrawn => NoticeState.Withdrawn,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The last day of the site on which an answer is in time.</summary>
    public LocalDate Deadline => Steps.Last(step => step.Sets is not null).Sets!.Value;

    /// <summary>True while an answer is due.</summary>
    public bool OwesAnswer => State is NoticeState.Issued or NoticeState.SentBack;

    /// <summary>True while something is to follow.</summary>
    public bool IsOpen => OwesAnswer || State == NoticeState.Answered;

    /// <summary>True where an answer is due and its day is over.</summary>
    /// <param name="today">The site's day.</param>
    public bool IsOverdue(LocalDate today) => OwesAnswer && today > Deadline;
}
