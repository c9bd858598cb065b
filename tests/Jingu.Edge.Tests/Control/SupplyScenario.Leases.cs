using System.Globalization;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Events;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Ids;
using Jingu.Edge.Delivery.Signed;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>The unit sits behind another gateway too.</summary>
internal sealed partial class SupplyScenario
{
    private bool _isInContact = true;
    private long _grants;
    private int _reports;
    private int _codes;

    /// <summary>A policy comes with a grant of this month.</summary>
    /// <param name="part">kWh.</param>
    /// <param name="elsewhere">What others used, kWh.</param>
    /// <param name="holder">Null: this journal.</param>
    /// <param name="next">kWh of the month after; null: nothing yet.</param>
    public SupplyScenario Leased(
        long part, long elsewhere = 0, bool final = false, JournalId? holder = null, long? next = null) => Change(() =>
    {
        _grants++;
        LeaseGrant Grant(DateTimeOffset month, long amount) => new(
            _options.Gateway, holder ?? _journal.Id, Month(month), _grants, amount * Kilo, _policy.Months[0].Budget,
            elsewhere * Kilo, final);
        _policy = _policy with
        {
            Lease = Grant(_now, part),
            NextLease = next is { } amount ? Grant(_now.AddDays(20), amount) : null,
        };
        Publish();
    });

    /// <summary>The aggregator answers no more.</summary>
    public SupplyScenario ContactEnds() => Change(() => _isInContact = false);

    public SupplyScenario ContactReturns() => Change(() => _isInContact = true);

    /// <summary>Somebody types in a code that grants so many kWh.</summary>
    public SupplyScenario TypesCode(int kilo) => Change(() =>
    {
        _codes++;
        var code = GrantCode.Make(
            _options.Site, _options.Gateway, _options.Key, _policy.Number, _resource, kilo * Kilo, _codes);
        Assert.IsType<GrantOutcome.Given>(new Grants(_options, _journal, _states).Take(code, "Li", _now));
    });

    /// <summary>
    /// Reports since the last expectation: when, of which month, grant, what is held and what was used, kWh.
    /// </summary>
    public SupplyScenario ExpectReports(params string[] what)
    {
        Settle();
        var reports = Events().Where(happened => happened.Kind == EventKinds.LeaseReport).ToList();
        Assert.Equal(
            string.Join('\n', what),
            string.Join('\n', reports[_reports..].Select(happened =>
            {
                var report = LeaseEvent.Read(happened, _options.Gateway)!.Report;
                Assert.Equal(_journal.Id, report.Holder);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Text(happened.Instant)} {report.Period} grant {report.Version}: {report.Used / Kilo} of "
                    + $"{(report.Part + report.GrantedOnSite) / Kilo}");
            })));
        _reports = reports.Count;
        return this;
    }

    /// <summary>How the lease of this month stands, in the words of <c>status</c> and <c>why</c>.</summary>
    public SupplyScenario ExpectLease(string sentence)
    {
        Settle();
        Assert.Equal(
            sentence,
            Events().Last(happened => happened.Kind == EventKinds.LeaseReport).Text);
        return this;
    }
}
