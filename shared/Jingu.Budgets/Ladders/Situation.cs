namespace Jingu.Budgets.Ladders;

/// <summary>
/// One policy, state and input looked at together: every figure and condition that rules compare, computed in one
/// place. Pure; integers only.
/// </summary>
internal readonly record struct Situation(LadderPolicy Policy, LadderState State, LadderInput Input)
{
    public DateTimeOffset Now => Input.Now;

    private long Used => Input.UsedMeasured + Input.UsedOther;

    /// <summary>What may be used before a cut: the budget, and the emergency allowance once it is selected.</summary>
    private long Limit => Input.Budget + Allowance;

    private long Allowance => State.Emergency ? Input.EmergencyAllowance : 0;

    public TimeSpan FirstLead =>
        TimeSpan.FromTicks(long.Max(Policy.FirstNoticeLead.Ticks, LadderPolicy.FirstNoticeLeadMin.Ticks));

    public TimeSpan FinalLead =>
        TimeSpan.FromTicks(long.Max(Policy.FinalNoticeLead.Ticks, LadderPolicy.FinalNoticeLeadMin.Ticks));

    /// <summary>When use reaches the limit if it goes on as in the last 7 days; null: not foreseen.</summary>
    public DateTimeOffset? RunOut => Forecast.RunOut(Now, Limit - Used, Input.DailyMean);

    private DateTimeOffset? MeasuredRunOut => Forecast.RunOut(Now, Limit - Input.UsedMeasured, Input.DailyMean);

    /// <summary>This gateway's part is used: for the whole unit, or without contact where the site cuts then.</summary>
    private bool LeaseSpent(long extra) =>
        Input.Lease is { } lease && lease.UsedHere >= lease.Part + extra
        && (lease.Final || (Policy.CutOnLease && !lease.InContact));

    /// <summary>The part is used, the unit's budget perhaps not, and nobody answers.</summary>
    public bool LeaseUnanswered =>
        Input.Lease is { Final: false, InContact: false } lease && lease.UsedHere >= lease.Part;

    public bool IsExhausted => Input.Lease is null ? AtLeast(Used, 100) : LeaseSpent(0);

    public bool StaysExhausted => Input.Lease is null ? AtLeast(Used, 100 - Policy.HysteresisPercent) : LeaseSpent(0);

    public bool IsWarning => AtLeast(Used, Policy.WarningPercent) || LeaseUnanswered;

    public bool StaysWarning => AtLeast(Used, Policy.WarningPercent - Policy.HysteresisPercent) || LeaseUnanswered;

    public bool IsNotice => AtLeast(Used, Policy.NoticePercent) || RunOut < Input.Period.End;

    public bool StaysNotice =>
        AtLeast(Used, Policy.NoticePercent - Policy.HysteresisPercent)
        || RunOut < Input.Period.End + Policy.ForecastMargin;

    /// <summary>Measured use has reached the limit: the one thing that a cut may be made for.</summary>
    public bool IsSpent =>
        Input.Lease is null ? Input.UsedMeasured > 0 && Input.UsedMeasured >= Limit : LeaseSpent(Allowance);

    /// <summary>The ground of a disconnection has gone, by the hysteresis or by a person's word.</summary>
    public bool IsRelieved =>
        IsForbidden || (Input.Lease is null
            ? !AtLeast(Input.UsedMeasured, 100 - Policy.HysteresisPercent, Limit)
            : !LeaseSpent(Allowance));

    /// <summary>Cut-off notice 1 is due: at the forecast run-out less its lead, or when the limit is reached.</summary>
    public bool FirstNoticeDue =>
        IsSpent
        || (Input.Lease is null && MeasuredRunOut is { } end && end < Input.Period.End && end - FirstLead <= Now);

    public bool FirstNoticeMoot =>
        !IsSpent && (MeasuredRunOut is not { } end
            ? !StaysWarning
            : end >= Input.Period.End + Policy.ForecastMargin || end > Now + FirstLead + Policy.ForecastMargin);

    /// <summary>Why nothing that leads to a cut can be decided now; null when everything is known.</summary>
    public HoldReason? Doubt
    {
        get
        {
            if (!Input.ClockTrusted)
                return HoldReason.ClockUntrusted;
            if (Input.PolicyStanding != PolicyStanding.Good)
            {
                return Input.PolicyStanding == PolicyStanding.Unsigned
                    ? HoldReason.PolicyUnsigned
                    : HoldReason.PolicyMissing;
            }
            if (Input.SinceStart < Policy.StartHold)
                return HoldReason.Starting;
            return Input.MeasuredUntil is { } until && until <= Now && Now - until <= Policy.ReadingAgeMax
                ? null
                : HoldReason.ReadingsOld;
        }
    }

    public bool IsForbidden => State.HeldUntil > Now;

    /// <summary>Why nothing is cut at an instant by calendar or by a person's word; null when it may be.</summary>
    public HoldReason? ClosedAt(DateTimeOffset at)
    {
        foreach (var window in Input.NonDisconnect)
        {
            if (window.From <= at && at < window.To)
                return window.Reason;
        }
        return State.HeldUntil > at ? HoldReason.Forbidden : null;
    }

    /// <summary>The first instant from one on at which calendar and persons let a cut happen.</summary>
    public DateTimeOffset OpenFrom(DateTimeOffset at)
    {
        var open = State.HeldUntil > at ? State.HeldUntil.Value : at;
        // Each pass leaves at least one window behind for good, so as many passes as windows are enough.
        for (var pass = 0; pass < Input.NonDisconnect.Length; pass++)
        {
            foreach (var window in Input.NonDisconnect)
            {
                if (window.From <= open && open < window.To)
                    open = window.To;
            }
        }
        return open;
    }

    private bool AtLeast(long used, int percent) => AtLeast(used, percent, Input.Budget);

    /// <summary>Nothing used is nothing exhausted, whatever the budget.</summary>
    private static bool AtLeast(long used, int percent, long of) =>
        used > 0 && (Int128)used * 100 >= (Int128)of * percent;
}
