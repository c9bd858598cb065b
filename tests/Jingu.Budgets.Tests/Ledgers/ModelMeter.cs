using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Tests.Ledgers;

/// <summary>What may happen to a metering point.</summary>
public enum HappeningKind
{
    Read,
    Silence,
    Again,
    Late,
    Swing,
    Spurious,
    Leap,
    Multiplier,
    Replaced,
    ReplacedLater,
    Fallen,
    NearTheEnd,
}

/// <param name="Seconds">Time until it happens.</param>
/// <param name="Amount">Of it, 0 to 1,000: a part of what is possible.</param>
public sealed record Happening(HappeningKind Kind, int Seconds, int Amount);

/// <summary>
/// A metering point of which everything is known: what ran through its meters, to the billionth, beside the ledger that
/// sees their registers only.
/// </summary>
internal sealed class ModelMeter
{
    private const long Modulus = 100_000_000;
    private const long CountsPerHour = 10_000;
    private const long Swing = 20;
    private const long Billion = 1_000_000_000;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly (long Numerator, long Denominator, long Multiplier)[] Scalings =
        [(10, 1, 1), (400, 1, 40), (5, 8, 1), (1, 1000, 1)];

    private readonly List<Interval> _closed = [];
    private readonly List<string> _complaints = [];
    private LedgerRules _rules = Rules(0);
    private Ledger _ledger;
    private DateTimeOffset _at = Noon;
    private int _meters = 1;

    /// <summary>Where the register stands, and the highest it stood, counts since the meter was hung up.</summary>
    private long _stands = 50_000_000;
    private long _high = 50_000_000;
    private Int128 _ran;

    public ModelMeter()
    {
        _ran = Exact(_high);
        _ledger = Accounting.Open(new PointId("p"), Meter, _rules, Shown, _at).Next;
    }

    private MeterId Meter => new($"m-{_meters}");

    private long Shown => ((_stands % Modulus) + Modulus) % Modulus;

    public void Happen(Happening happening)
    {
        var (seconds, part) = (happening.Seconds, happening.Amount);
        switch (happening.Kind)
        {
            case HappeningKind.Silence:
                Run(seconds * 12, part);
                break;
            case HappeningKind.Again:
                Account(Shown, _at);
                break;
            case HappeningKind.Late:
                Account(Math.Max(0, Shown - part), _ledger.Shown.At.AddSeconds(-seconds));
                break;
            case HappeningKind.Swing:
                // Only what was read can be missed: what rose and fell back between two readings never was.
                Account(Shown, _at);
                _at = _at.AddSeconds(seconds);
                _stands = Math.Max(_high - Swing, _stands - (part % Swing));
                Account(Shown, _at);
                break;
            case HappeningKind.Spurious:
                ShowOnce(0, seconds);
                break;
            case HappeningKind.Leap:
                ShowOnce(Math.Min(Modulus - 1, Shown + 1_000_000 + part), seconds);
                break;
            case HappeningKind.Multiplier:
                ChangeMultiplier(seconds, part);
                break;
            case HappeningKind.Replaced:
                Replace(seconds, part, polls: 0);
                break;
            case HappeningKind.ReplacedLater:
                Replace(seconds, part, polls: 1 + (part % 7));
                break;
            case HappeningKind.Fallen:
                Fall(seconds, part);
                break;
            case HappeningKind.NearTheEnd:
                // A meter that is about to roll over hangs there.
                Replace(seconds, part, polls: 0, opening: Modulus - 1 - part);
                break;
            default:
                Run(seconds, part);
                Account(Shown, _at);
                break;
        }
    }

    /// <summary>What is wrong in the end; null: nothing.</summary>
    public string? Complaint()
    {
        _at = Interval.StartOf(_at.AddMinutes(16));
        Account(Shown, _at);
        var total = (long)(_ran / Billion);
        if (_ledger.Total != total)
            _complaints.Add($"the ledger says {_ledger.Total}, and {total} ran through the meters");
        if (_closed.Sum(interval => interval.Amount) != _ledger.Total - 500_000_000)
            _complaints.Add("the intervals do not add up to the ledger");
        if (_closed.Zip(_closed.Skip(1)).Any(pair => pair.First.End != pair.Second.Start))
            _complaints.Add("between two intervals there is a hole");
        if (_closed.Any(interval => interval.Amount < 0))
            _complaints.Add("an interval is below zero");
        if (_closed.Zip(_closed.Skip(1)).Any(pair => pair.First.Epoch > pair.Second.Epoch))
            _complaints.Add("the epoch went back");
        return _complaints.Count == 0 ? null : string.Join("; ", _complaints);
    }

    private static LedgerRules Rules(int scaling)
    {
        var (numerator, denominator, multiplier) = Scalings[scaling];
        return new(
            new(Quantity.EnergyImport, numerator, denominator), Modulus, (CountsPerHour * numerator / denominator) + 1,
            TimeSpan.FromMinutes(10))
        {
            Multiplier = multiplier,
            BackFlowMax = Swing,
        };
    }

    private Int128 Exact(long counts)
    {
        var scaling = _rules.In(_at).Scaling;
        return (Int128)counts * scaling.Numerator * Billion / scaling.Denominator;
    }

    /// <summary>Time passes, and a part of what is possible runs through the meter.</summary>
    private void Run(int seconds, int part)
    {
        _at = _at.AddSeconds(seconds);
        _stands += CountsPerHour * seconds / 3600 * part / 2_000;
        if (_stands <= _high)
            return;
        _ran += Exact(_stands - _high);
        _high = _stands;
    }

    private void Account(long count, DateTimeOffset at)
    {
        var step = _ledger.Meter == Meter
            ? Accounting.Account(_ledger, _rules, count, at)
            : Accounting.AccountOther(_ledger, count, at);
        Become(step.Next, step.Closed.Select(closed => closed.Interval));
    }

    private void Become(Ledger next, IEnumerable<Interval> closed)
    {
        if (next.Total < _ledger.Total)
            _complaints.Add("the ledger fell");
        _ledger = next;
        _closed.AddRange(closed);
    }

    /// <summary>Once, the register shows what it does not stand at; where that could be true nothing happens.</summary>
    private void ShowOnce(long count, int seconds)
    {
        Account(Shown, _at);
        if (Shown is < 3_000_000 or > Modulus - 3_000_000)
            return;
        _at = _at.AddSeconds(seconds);
        Account(count, _at);
        _at = _at.AddSeconds(60);
        Account(Shown, _at);
    }

    /// <summary>
    /// A reading falls on the change, so that what ran before it and after is known; and none has moved since.
    /// </summary>
    private void ChangeMultiplier(int seconds, int part)
    {
        Run(seconds, part);
        var next = Rules(part % Scalings.Length);
        _rules = _rules with
        {
            Changes = [.. _rules.Changes, new(_at, next.Scaling, next.Multiplier, next.RatePerHourMax)],
        };
        Account(Shown, _at);
    }

    private void Replace(int seconds, int part, int polls, long? opening = null)
    {
        Account(Shown, _at);
        Run(seconds, part);
        var (at, closing) = (_at, Shown);
        var scaling = _rules.In(_at);
        _meters++;
        _stands = opening ?? (part * 1_000L);
        var opened = _stands;
        _high = _stands;
        for (var poll = 0; poll < polls; poll++)
        {
            Run(300, part);
            Account(Shown, _at);
        }
        Settle(new Settlement.Replaced(at, Reading(closing, scaling), Reading(opened, scaling), Meter));
    }

    private static decimal Reading(long count, LedgerRules rules) =>
        (decimal)count * rules.Scaling.Numerator / rules.Scaling.Denominator / rules.Multiplier;

    /// <summary>The register is set on another value, nobody says so, and later a person gives a figure.</summary>
    private void Fall(int seconds, int part)
    {
        Account(Shown, _at);
        if (Shown is < 3_000_000 or > Modulus - 3_000_000)
            return;
        _at = _at.AddSeconds(seconds);
        _stands = part;
        _high = _stands;
        Account(Shown, _at);
        for (var poll = 0; poll < 1 + (part % 5); poll++)
        {
            Run(300, part);
            Account(Shown, _at);
        }
        _ran += (Int128)part * Billion;
        Settle(new Settlement.NewBase(part));
    }

    private void Settle(Settlement settlement)
    {
        switch (Settling.Apply(_ledger, Meter, _rules, settlement, _at))
        {
            case Settled.Done done:
                Become(done.Next, done.Closed.Select(closed => closed.Interval));
                break;
            case Settled.Refused refused:
                _complaints.Add(refused.Why);
                break;
        }
    }
}
