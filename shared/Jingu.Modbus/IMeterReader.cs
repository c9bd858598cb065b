using Jingu.Modbus.Profiles;

namespace Jingu.Modbus;

/// <summary>
/// Reads one meter, whatever it speaks. Who polls knows nothing of frames and wires. One reading at a time.
/// </summary>
public interface IMeterReader
{
    /// <summary>
    /// Asks for all of the meter's quantities once, without retry; never throws for what a wire or a device does.
    /// </summary>
    ValueTask<MeterReadResult> ReadAsync(CancellationToken stop);

    /// <summary>
    /// The same within terms. A reader that knows no part of a reading gives the whole, and its registers only where it
    /// has any.
    /// </summary>
    ValueTask<MeterReadResult> ReadAsync(ReadTerms terms, CancellationToken stop) => ReadAsync(stop);

    /// <summary>What the meter says of itself; null where it does not answer, or no way to ask it is known.</summary>
    ValueTask<Nameplate?> IdentifyAsync(CancellationToken stop) => ValueTask.FromResult<Nameplate?>(null);
}
