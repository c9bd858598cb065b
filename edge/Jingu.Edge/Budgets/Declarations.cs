using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Budgets;

/// <summary>Applies what persons declared to the ledgers, in the order it was declared. Pure.</summary>
internal static class Declarations
{
    /// <returns>
    /// What follows, and an answer to every declaration that could be judged; one that names a meter which is not
    /// commissioned yet goes on waiting.
    /// </returns>
    public static (AccountedImage Image, ImmutableArray<DeclarationAnswer> Answers) Apply(
        ImmutableDictionary<PointId, Ledger> ledgers, ImmutableDictionary<PointId, PointUse> uses,
        Commissioned commissioned, ImmutableArray<Declaration> declarations, JournalId journal, DateTimeOffset now)
    {
        var next = ledgers.ToBuilder();
        var nextUses = uses.ToBuilder();
        var intervals = ImmutableArray.CreateBuilder<Interval>();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var answers = ImmutableArray.CreateBuilder<DeclarationAnswer>();
        foreach (var declaration in declarations)
        {
            var point = commissioned.Points.FirstOrDefault(one => one.Id == declaration.Point);
            if (point is not null && declaration.Meter is { } named && named != point.Meter)
                continue;
            var before = next.GetValueOrDefault(declaration.Point);
            switch (Fence(before, declaration, journal, now) ?? Settle(before, point, declaration, now))
            {
                case Settled.Done done:
                    var ledger = Accounts.WithCase(
                        done.Next, before! with { Doubt = LedgerDoubt.None }, next);
                    next[declaration.Point] = ledger;
                    nextUses[declaration.Point] =
                        (nextUses.GetValueOrDefault(declaration.Point) ?? PointUse.Begin(before!))
                        .Follow(before!, ledger, done.Closed, commissioned.Zone)
                        .WithSubstituted(declaration.Amount);
                    intervals.AddRange(done.Closed.Select(closed => closed.Interval));
                    events.Add(Happened(declaration, before!, ledger, done, now));
                    events.AddRange(LedgerEvents.Months(done.Closed, commissioned.Zone));
                    answers.Add(new(declaration.Number, DeclarationState.Applied, now, events.Last(
                        happened => happened.Kind != EventKinds.MonthBoundary).Text)
                    {
                        Command = declaration.Order?.Command,
                    });
                    break;
                case Settled.Refused refused:
                    events.Add(new(
                        EventKinds.DeclarationRefused, now, declaration.Point.Value,
                        $"What {declaration.By} declared was not applied: {refused.Why}", Facts(declaration)));
                    answers.Add(new(declaration.Number, DeclarationState.Refused, now, refused.Why)
                    {
                        Command = declaration.Order?.Command,
                    });
                    break;
            }
        }
        return (
            new(next.ToImmutable(), nextUses.ToImmutable(), [], intervals.ToImmutable(), events.ToImmutable()),
            answers.ToImmutable());
    }

    /// <summary>
    /// Why an order is not carried out whatever it says: its time is over, or somebody was there before; else null.
    /// </summary>
    private static Settled.Refused? Fence(
        Ledger? ledger, Declaration declaration, JournalId journal, DateTimeOffset now) => declaration.Order switch
        {
            null => null,
            { NotAfter: var end } when now >= end => new(Text($"it was good until {end:u}.")),
            { Journal: var known } when known != journal.ToString() => new(
                "this gateway has begun a new journal since it was ordered: look at the register again."),
            { Epoch: var known } when ledger is not null && known != ledger.Epoch.Number => new(Text(
                $"the ledger of {declaration.Point} has gone on since it was ordered, from epoch {known} to ")
                + Text($"{ledger.Epoch.Number}: a meter was replaced or a case settled before. Look at it again.")),
            _ => null,
        };

    private static Settled Settle(
        Ledger? ledger, CommissionedPoint? point, Declaration declaration, DateTimeOffset now) => ledger switch
        {
            _ when point is null => new Settled.Refused(
                $"{declaration.Point} is not in commissioning.yaml: name one of its points."),
            null => new Settled.Refused($"{declaration.Point} has no ledger yet: wait for its first reading."),
            { Doubt: LedgerDoubt.None } when declaration.Case is not null => NotOpen(declaration),
            _ when declaration.Case is { } number && number != ledger.Case => NotOpen(declaration),
            _ => Settling.Apply(ledger, point.Meter, point.Rules, ToSettlement(declaration, point), now),
        };

    private static Settled.Refused NotOpen(Declaration declaration) => new(
        $"case {declaration.Case} of {declaration.Point} is not open: jingu-edge settle without a case lists those "
        + "that are.");

    private static Settlement ToSettlement(Declaration declaration, CommissionedPoint point) => declaration.Kind switch
    {
        DeclarationKind.Replaced => new Settlement.Replaced(
            declaration.At, declaration.Closing, declaration.Opening, point.Meter),
        DeclarationKind.Believed => new Settlement.Believed(),
        DeclarationKind.NewBase => new Settlement.NewBase(declaration.Amount),
        _ => throw new ArgumentOutOfRangeException(nameof(declaration)),
    };

    private static GatewayEvent Happened(
        Declaration declaration, Ledger before, Ledger after, Settled.Done done, DateTimeOffset now)
    {
        var isReplaced = declaration.Kind == DeclarationKind.Replaced;
        var what = declaration.Kind switch
        {
            DeclarationKind.Replaced => $"{before.Meter} was replaced by {after.Meter} at {declaration.Point}",
            DeclarationKind.Believed => $"the register of {after.Meter} is believed",
            _ => Text($"{after.Meter} counts on from where it stands; {declaration.Amount} were used meanwhile"),
        };
        var counted = Text(
            $": the total went from {before.Total} to {after.Total} in {done.Closed.Length} intervals.");
        var facts = Facts(declaration)
            .Add("totalBefore", Text($"{before.Total}"))
            .Add("total", Text($"{after.Total}"))
            .Add("epoch", Text($"{after.Epoch.Number}"))
            .Add("meterBefore", before.Meter.Value)
            .Add("meter", after.Meter.Value);
        if (before.Doubt != LedgerDoubt.None)
            facts = facts.SetItem("case", Text($"{before.Case}"));
        return new(
            isReplaced ? EventKinds.MeterReplaced : EventKinds.CaseSettled, now, declaration.Point.Value,
            $"{declaration.By} declared that {what}{counted}", facts);
    }

    private static ImmutableSortedDictionary<string, string> Facts(Declaration declaration)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("declaration", Text($"{declaration.Number}"))
            .Add("by", declaration.By)
            .Add("reason", declaration.Reason);
        if (declaration.Case is { } number)
            facts = facts.Add("case", Text($"{number}"));
        return declaration.Kind switch
        {
            DeclarationKind.Replaced => facts
                .Add("closing", Text($"{declaration.Closing}"))
                .Add("opening", Text($"{declaration.Opening}"))
                .Add("serial", declaration.Serial),
            DeclarationKind.NewBase => facts.Add("amount", Text($"{declaration.Amount}")),
            _ => facts,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
