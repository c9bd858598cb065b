using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Jingu.Benchmarks.Inputs;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does it cost to account a reading? <see cref="Register"/> and <see cref="RegisterThatClosesAnInterval"/>: one
/// operation is one register on its ledger. <see cref="Image"/>: one operation is a tick's image, one reading of each
/// meter, with ledgers, days and months.
/// </summary>
[MemoryDiagnoser]
public class AccountReading
{
    private Gateway _gateway = null!;
    private ImmutableArray<Sample> _image;
    private Ledger _ledger = null!;
    private LedgerRules _rules = null!;

    [Params(100, 1000, 8000)]
    public int Meters { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _gateway = new(Meters);
        _image = _gateway.ImageAt(1);
        _rules = _gateway.Commissioned.Points[0].Rules;
        _ledger = _gateway.Ledgers[Gateway.PointOf(0)];
    }

    [Benchmark]
    public object Register() =>
        Accounting.Account(_ledger, _rules, _ledger.Count + 3, _ledger.At + TimeSpan.FromSeconds(1));

    [Benchmark]
    public object RegisterThatClosesAnInterval() =>
        Accounting.Account(_ledger, _rules, _ledger.Count + 900, _ledger.At + Interval.Length);

    [Benchmark]
    public object Image() => Accounts.Account(_gateway.Ledgers, _gateway.Uses, _gateway.Commissioned, _image);
}
