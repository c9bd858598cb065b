using FsCheck;
using FsCheck.Fluent;

namespace Jingu.Lighting.Tests;

/// <summary>A property whose failure is a sentence, found by many random runs and shrunk.</summary>
internal static class Properties
{
    /// <summary>Runs it so often; the sentence of the smallest failure is in the message.</summary>
    public static void Hold<T>(Gen<T> cases, Func<T, string?> broken, int runs) =>
        Prop.ForAll(cases.ToArbitrary(), one => broken(one) is { } why ? false.Label(why) : true.Label(""))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
}
