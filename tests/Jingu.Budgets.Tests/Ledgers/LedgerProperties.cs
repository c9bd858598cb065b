using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Xunit.Abstractions;

namespace Jingu.Budgets.Tests.Ledgers;

/// <summary>
/// Whatever happens to a register, the ledger never falls, intervals follow each other without a hole and add up to the
/// ledger's difference, and the total is what has run through the meters.
/// </summary>
public sealed class LedgerProperties(ITestOutputHelper output)
{
    [Fact]
    public void No_sequence_of_happenings_makes_the_ledger_gain_or_lose()
    {
        // The seed of a run that failed: put it into JINGU_SEED to see it again.
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("JINGU_SEED"), out var given)
            ? given
            : (ulong)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        output.WriteLine($"JINGU_SEED={seed}");
        var happening =
            from kind in Gen.Elements(Enum.GetValues<HappeningKind>())
            from seconds in Gen.Choose(1, 7_200)
            from amount in Gen.Choose(0, 1_000)
            select new Happening(kind, seconds, amount);
        var property = Prop.ForAll(Arb.From(happening.ListOf(), Shorter), happenings =>
        {
            var model = new ModelMeter();
            foreach (var one in happenings)
                model.Happen(one);
            return model.Complaint() is not { } complaint
                ? true.Label("")
                : false.Label($"JINGU_SEED={seed}: {complaint}\n{string.Join('\n', happenings)}");
        });
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(80)
                .WithReplay(new Replay(new Rnd(seed), null)),
            property);
    }

    private static IEnumerable<List<Happening>> Shorter(List<Happening> happenings) =>
        Enumerable.Range(0, happenings.Count).Select(i => happenings.Where((_, j) => j != i).ToList());
}
