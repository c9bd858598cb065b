using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ladders;

/// <summary>
/// How one unit is treated for one resource. Comes with the desired state; the defaults are those of the product.
/// The two leads have floors that no policy can lower: 3 days and 30 minutes.
/// </summary>
/// <param name="Unit">The unit.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Version">The version of the desired state it came with.</param>
public sealed record LadderPolicy(UnitId Unit, Resource Resource, long Version)
{
    /// <summary>
    /// The shortest lead of cut-off notice 1. Practice of Chinese utilities is 3 to 7 days in writing, then 30 minutes
    /// (a paraphrase of the supply rules, not confirmed against their text).
    /// </summary>
    public static readonly TimeSpan FirstNoticeLeadMin = TimeSpan.FromDays(3);

    /// <summary>The shortest lead of cut-off notice 2.</summary>
    public static readonly TimeSpan FinalNoticeLeadMin = TimeSpan.FromMinutes(30);

    /// <summary>Decide and record, switch nothing. A new site starts so.</summary>
    public bool Drill { get; init; } = true;

    /// <summary>True: a cut needs no person's approval. The site says so explicitly.</summary>
    public bool Automatic { get; init; }

    /// <summary>Share of the budget at which the stage becomes notice, percent, 1 to 99.</summary>
    public int NoticePercent { get; init; } = 80;

    /// <summary>Share of the budget at which the stage becomes warning, percent, above the notice, up to 99.</summary>
    public int WarningPercent { get; init; } = 90;

    /// <summary>
    /// How far use must lie below a threshold for the stage to fall again, percent of the budget, 0 to 20.
    /// </summary>
    public int HysteresisPercent { get; init; } = 2;

    /// <summary>How much later than it matters a forecast must see the end, to be taken back; 0 to 7 d.</summary>
    public TimeSpan ForecastMargin { get; init; } = TimeSpan.FromDays(1);

    /// <summary>From cut-off notice 1 to the earliest cut, 3 to 30 d.</summary>
    public TimeSpan FirstNoticeLead { get; init; } = FirstNoticeLeadMin;

    /// <summary>From cut-off notice 2 to the earliest cut, 30 min to 1 d.</summary>
    public TimeSpan FinalNoticeLead { get; init; } = FinalNoticeLeadMin;

    /// <summary>How long after its earliest cut a cut-off notice 2 still holds, 10 min to 1 d.</summary>
    public TimeSpan FinalNoticeValid { get; init; } = TimeSpan.FromHours(2);

    /// <summary>At warning, switch the reminder's circuits off until somebody acknowledges.</summary>
    public bool Reminder { get; init; }

    /// <summary>
    /// A reminder nobody acknowledges ends after this time, for it is no disconnection; 1 min to 1 h.
    /// </summary>
    public TimeSpan ReminderMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// True: a lease that is used up without contact counts as exhausted. False: warn, ask on site, hold.
    /// </summary>
    public bool CutOnLease { get; init; }

    /// <summary>Nothing is cut this long after a start, 1 min to 1 d.</summary>
    public TimeSpan StartHold { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nothing is cut on measured readings older than this, 1 min to 2 h.</summary>
    public TimeSpan ReadingAgeMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// What is out of range, a sentence each; empty when the policy can be used. Whoever takes up a policy refuses one
    /// with faults.
    /// </summary>
    public ImmutableArray<string> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        void Demand(bool holds, string key, string range)
        {
            if (!holds)
                faults.Add($"ladder of {Unit} for {Resource}: {key} must be {range}; correct it and publish again");
        }

        Demand(NoticePercent is >= 1 and <= 99, "noticePercent", "1 to 99");
        Demand(WarningPercent > NoticePercent && WarningPercent <= 99, "warningPercent",
            "above noticePercent, up to 99");
        Demand(HysteresisPercent is >= 0 and <= 20, "hysteresisPercent", "0 to 20");
        Demand(In(ForecastMargin, TimeSpan.Zero, TimeSpan.FromDays(7)), "forecastMargin", "0 to 7 d");
        Demand(In(FirstNoticeLead, FirstNoticeLeadMin, TimeSpan.FromDays(30)), "firstNoticeLead", "3 d to 30 d");
        Demand(In(FinalNoticeLead, FinalNoticeLeadMin, TimeSpan.FromDays(1)), "finalNoticeLead", "30 min to 1 d");
        Demand(In(FinalNoticeValid, TimeSpan.FromMinutes(10), TimeSpan.FromDays(1)), "finalNoticeValid",
            "10 min to 1 d");
        Demand(In(ReminderMax, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), "reminderMax", "1 min to 1 h");
        Demand(In(StartHold, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)), "startHold", "1 min to 1 d");
        Demand(In(ReadingAgeMax, TimeSpan.FromMinutes(1), TimeSpan.FromHours(2)), "readingAgeMax", "1 min to 2 h");
        return faults.ToImmutable();
    }

    private static bool In(TimeSpan value, TimeSpan min, TimeSpan max) => value >= min && value <= max;
}
