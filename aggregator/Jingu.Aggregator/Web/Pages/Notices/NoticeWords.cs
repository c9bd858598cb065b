using System.Globalization;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Pages.Shared;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Notices;

/// <summary>Notices in the reader's language.</summary>
internal static class NoticeWords
{
    public static string NameOf(NoticeTo to) => Shell.IsChinese ? to.Name : to.NameEn;

    /// <summary>As styles tell states apart: overdue is none of its own, but looks so.</summary>
    public static string Mark(NoticeReport notice) =>
        notice.IsOverdue ? "overdue" : NoticeFilter.WordOf(notice.State);

    public static string StateOf(NoticeReport notice) => Texts.Get("NoticeState-" + Mark(notice));

    /// <summary>Such as 整改〔2026〕1 号.</summary>
    public static string NumberOf(string number)
    {
        var known = NoticeNumber.Parse(number)!.Value;
        return Texts.Get("Notice-DocumentNumber", known.Year, known.Running, number);
    }

    /// <summary>A day as documents write it.</summary>
    public static string DayOf(string day) => DayOf(NoticeDraft.DayOf(day)!.Value);

    /// <inheritdoc cref="DayOf(string)"/>
    public static string DayOf(LocalDate day) =>
        day.ToDateOnly().ToString(Texts.Get("Notice-DayPattern"), CultureInfo.CurrentCulture);

    /// <summary>What is wrong with a field; empty where nothing is.</summary>
    public static string FaultOf(IEnumerable<NoticeFault> faults, string field) => string.Join(
        ' ',
        faults.Where(fault => fault.Field == field).Select(fault => Texts.Get(
            "NoticeFault-" + fault.Word, field == "subject" ? NoticeDraft.SubjectMax : NoticeDraft.TextMax,
            NoticeRules.DaysMax)));

    /// <summary>The alarm that a notice rests on, as a sentence.</summary>
    public static string AlarmOf(NoticeAlarm alarm, Shell shell)
    {
        var of = alarm.Gateway is { } gateway && gateway != alarm.Subject
            ? $"{alarm.Subject} · {gateway}"
            : alarm.Subject;
        var word = Texts.Find("Alarm-" + alarm.Kind) ?? alarm.Kind;
        return alarm.Since is { } since
            ? Texts.Get("Notice-AlarmSince", word, of, shell.Local(since))
            : Texts.Get("Notice-AlarmStands", word, of);
    }
}
