namespace Jingu.Time;

/// <summary>Somebody who works at instants of site time: a port that polls, the tick that accounts.</summary>
public interface IParticipant : IDisposable
{
    /// <summary>
    /// Completes when site time has reached <paramref name="instant"/>; at once if it has. A bench moves its clock only
    /// while every participant of the process waits here, so all work for an instant is done before the next one.
    /// One wait at a time. <see cref="DateTimeOffset.MaxValue"/> waits until the token stops it.
    /// It may complete early when the clock was set back: look at the clock again.
    /// </summary>
    ValueTask WaitUntilAsync(DateTimeOffset instant, CancellationToken stop);
}
