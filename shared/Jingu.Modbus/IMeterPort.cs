namespace Jingu.Modbus;

/// <summary>
/// A port with its turn-taking: all readers it gives speak one after the other. Nothing is opened before the first
/// reading, and what was lost is opened again with the next. Safe from any thread.
/// </summary>
public interface IMeterPort : IAsyncDisposable
{
    /// <summary>
    /// A reader of one meter behind the port. An address or profile of another protocol throws <see
    /// cref="ArgumentException"/>.
    /// </summary>
    /// <param name="answerMax">How long the meter may take for each answer, machine time.</param>
    IMeterReader ReaderOf(MeterAddress address, IMeterProfile profile, TimeSpan answerMax);
}
