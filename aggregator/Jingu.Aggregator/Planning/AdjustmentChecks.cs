using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Quotas;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// Checks adjustments against the plan: each follows the rules, changes a budget that exists, and takes no budget below
/// zero.
/// </summary>
internal static class AdjustmentChecks
{
    public static ImmutableArray<PlanComplaint> Check(Plan plan, PlanImport import)
    {
        var complaints = ImmutableArray.CreateBuilder<PlanComplaint>();
        var book = plan.Adjustments;
        foreach (var row in import.Rows)
        {
            switch (book.Add(Plan.OrderOf(import, row)))
            {
                case AdjustmentOutcome.Refused refused:
                    complaints.Add(new(row.Number, refused.Field, refused.Why));
                    break;
                case AdjustmentOutcome.Added added:
                    book = added.Book;
                    var column = added.Adjustment.Order.Kind == AdjustmentKind.Reversal ? "reverses" : "amount";
                    foreach (var leg in added.Adjustment.Legs)
                    {
                        if (Complaint(plan, book, leg) is { } why)
                            complaints.Add(new(row.Number, column, why));
                    }
                    break;
            }
        }
        return complaints.ToImmutable();
    }

    private static string? Complaint(Plan plan, AdjustmentBook book, AdjustmentLeg leg)
    {
        var what = $"budget of {Words.Of(leg.Resource)} for {MonthReport.Text(leg.Month)}";
        if (plan.Budget(leg.Unit, leg.Resource, leg.Month) is not BudgetOutcome.Computed computed)
        {
            var missing = (BudgetOutcome.Missing)plan.Budget(leg.Unit, leg.Resource, leg.Month);
            return $"{leg.Unit} has no {what}: {missing.Why}.";
        }
        var after = computed.Budget.Amount + book.Sum(leg.Unit, leg.Resource, leg.Month);
        return leg.Amount < 0 && after < 0
            ? $"takes {-leg.Amount} from {leg.Unit}, whose {what} is {after - leg.Amount}: {-after} too much."
            : null;
    }
}
