using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;

namespace Jingu.Simulators.Frames;

/// <summary>
/// What a meter that speaks in frames answers, written down a second time, apart from the product's: what the one gets
/// wrong the other shows. Implementations hold no state and are safe from any thread.
/// </summary>
internal interface IFrameMap
{
    /// <summary>Where the length of the data stands in a frame; the data, the sum and 16H follow it.</summary>
    int LengthAt { get; }

    /// <summary>A whole frame that answers a whole frame; null for what is meant for somebody else.</summary>
    /// <param name="address">The meter's digits, as on its label.</param>
    byte[]? Answer(string address, ReadOnlySpan<byte> request, in Shown shown);

    /// <summary>
    /// Reads a counter back from an answer: Wh or L of the secondary side. Null when that answer holds another value.
    /// </summary>
    long? Counter(Direction direction, ReadOnlySpan<byte> answer);
}
