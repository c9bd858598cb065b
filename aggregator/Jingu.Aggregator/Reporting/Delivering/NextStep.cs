namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>What follows an attempt. Pure.</summary>
internal abstract record NextStep
{
    private NextStep()
    {
    }

    /// <summary>The pause after the first attempt that failed; each one after it doubles.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(30);

    /// <summary>Where the doubling ends.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);

    /// <summary>A webhook that asks for less is asked after this.</summary>
    public static readonly TimeSpan RetryAfterMin = TimeSpan.FromSeconds(1);

    /// <summary>A webhook that asks for more is asked after this.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(6);

    public sealed record Delivered : NextStep;

    public sealed record Retry(TimeSpan Pause) : NextStep;

    /// <summary>Until a person has it sent again.</summary>
    public sealed record GivenUp : NextStep;

    /// <param name="failed">Attempts in a row that failed, this one included.</param>
    /// <param name="since">How long ago the first of them began.</param>
    /// <param name="givesUpAfter">What fails for longer is left to a person.</param>
    public static NextStep After(AttemptAnswer answer, int failed, TimeSpan since, TimeSpan givesUpAfter) =>
        answer.Outcome switch
        {
            AttemptOutcome.Delivered => new Delivered(),
            AttemptOutcome.Refused or AttemptOutcome.Redirected => new GivenUp(),
            AttemptOutcome.Interrupted => new Retry(TimeSpan.Zero),
            _ when since >= givesUpAfter => new GivenUp(),
            _ => new Retry(PauseOf(answer, failed)),
        };

    private static TimeSpan PauseOf(AttemptAnswer answer, int failed)
    {
        if (answer.RetryAfter is { } asked)
            return asked < RetryAfterMin ? RetryAfterMin : asked > RetryAfterMax ? RetryAfterMax : asked;
        // More doublings than these are beyond the longest pause.
        var pause = PauseMin * Math.Pow(2, Math.Clamp(failed - 1, 0, 10));
        return pause < PauseMax ? pause : PauseMax;
    }
}
