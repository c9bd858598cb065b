using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// One meter behind a port, and whether it is worth asking. A meter that does not answer is set aside: it is probed
/// again after one poll, then two, four and so on up to <see cref="AsideMax"/> polls or <see cref="AsideTimeMax"/>,
/// whichever is shorter. Used by its port only; <see cref="Health"/> may be read from any thread.
/// </summary>
internal sealed class PolledMeter(
    int index, MeterPlan plan, IMeterReader reader, TimeSpan period, SiteTime time, MachineTime machine)
{
    private const int AsideMax = 8;
    private static readonly TimeSpan AsideTimeMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A reading asked for later than this after its poll was due carries the instant it was asked for.
    /// </summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(1);

    private readonly AnswerTimes _times = new();
    private int _asidePolls;
    private int _probeIn;

    /// <summary>What is known of the meter; replaced whole.</summary>
    public MeterHealthNow Health { get; private set; } = new(true, null, null, new(0, 0, 0));

    public MeterPlan Plan => plan;

    /// <summary>Machine time that asking it has taken so far, with what came to nothing.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>How long it takes to be read whole, and its counters alone; zero before that was tried.</summary>
    public (TimeSpan Whole, TimeSpan Counters) Cost => (_times.Whole, _times.Counters);

    /// <summary>
    /// True while it is set aside: then it may cost its port one answer time-out per probe, and nothing in between.
    /// </summary>
    public bool IsAside => _asidePolls > 0;

    /// <summary>Of a meter set aside: its turn to be probed has come.</summary>
    public bool IsProbeDue => _probeIn == 0;

    /// <summary>Called once per due poll of a meter set aside.</summary>
    public void CountPoll() => _probeIn = Math.Max(0, _probeIn - 1);

    /// <summary>The sample of a poll that was not even tried.</summary>
    public Sample Missing(DateTimeOffset due)
    {
        var polls = Health.Polls;
        Health = Health with { Polls = polls with { Failed = polls.Failed + 1 } };
        return new(index, due, Quality.Missing, []);
    }

    /// <summary>
    /// Reads the meter. A damaged answer or a link that had gone is tried once more, at once; a time-out is not: it
    /// would cost the other meters of the port a second one.
    /// </summary>
    /// <param name="countersOnly">The other values are left out of the sample.</param>
    /// <param name="hurried">The round has no time for a full time-out: the meter gets twice
    /// what it usually needs.</param>
    public async ValueTask<Sample> ReadAsync(
        DateTimeOffset due, bool countersOnly, bool hurried, CancellationToken stop)
    {
        var asked = time.GetUtcNow();
        var isLate = asked - due > LateMax;
        var instant = isLate ? asked : due;
        var terms = new ReadTerms(countersOnly, hurried ? _times.Hurried : null);
        var result = await TimedAsync(terms, stop);
        if (result is MeterReadResult.Failed { Fault.Kind: not MeterFaultKind.Silent } && !IsAside)
            result = await TimedAsync(terms, stop);
        switch (result)
        {
            case MeterReadResult.Values values:
                _asidePolls = 0;
                var polls = Health.Polls;
                Health = new(true, instant, null, polls with
                {
                    Answered = polls.Answered + 1,
                    Late = polls.Late + (isLate ? 1 : 0),
                });
                return new(index, instant, Quality.Measured, values.Counts);
            case MeterReadResult.Failed failed:
                SetAside();
                Health = Health with { Answering = false, Fault = failed.Fault.ToString() };
                return Missing(due);
            default:
                throw new InvalidOperationException($"a read ended as {result}");
        }
    }

    private async ValueTask<MeterReadResult> TimedAsync(ReadTerms terms, CancellationToken stop)
    {
        var begun = machine.GetTimestamp();
        var result = await reader.ReadAsync(terms, stop);
        var took = machine.GetElapsedTime(begun);
        Spent += took;
        if (result is MeterReadResult.Values)
            _times.Learn(terms.CountersOnly, took);
        return result;
    }

    private void SetAside()
    {
        var max = Math.Clamp((int)(AsideTimeMax / period), 1, AsideMax);
        _asidePolls = Math.Clamp(_asidePolls * 2, 1, max);
        _probeIn = _asidePolls;
    }
}

/// <param name="Answering">False while it is set aside.</param>
/// <param name="LastAnswer">Site time of the last poll it answered.</param>
/// <param name="Fault">What the last poll failed of; null while it answers.</param>
/// <param name="Polls">Since the program started.</param>
internal sealed record MeterHealthNow(bool Answering, DateTimeOffset? LastAnswer, string? Fault, PollCounts Polls);
