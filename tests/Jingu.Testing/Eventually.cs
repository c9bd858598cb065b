using System.Runtime.CompilerServices;
using Jingu.Time;

namespace Jingu.Testing;

/// <summary>Waits for a condition with a limit: instead of sleeping and hoping.</summary>
public static class Eventually
{
    private static readonly TimeSpan MaxDefault = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Returns when <paramref name="condition"/> holds; throws with its text when it did not within
    /// <paramref name="max"/>.
    /// </summary>
    public static Task UntilAsync(
        Func<bool> condition,
        TimeSpan? max = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), max, what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan?, string)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition,
        TimeSpan? max = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var time = MachineTime.OfThisMachine;
        var start = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(start) > (max ?? MaxDefault))
                throw new TimeoutException($"Did not become true within {max ?? MaxDefault}: {what}");
            await Task.Delay(Step, time);
        }
    }
}
