using Jingu.Modbus.Profiles;

namespace Jingu.Modbus.Planning;

/// <summary>
/// Holds counters whose power of ten the device sends along. Some firmware sends another one at night, and the same
/// counter with fewer digits would look as if it had fallen: while digits are missing, what is certain counts. One
/// reading at a time.
/// </summary>
internal sealed class ScaledCounts
{
    private readonly Dictionary<int, (short Finest, long Count)> _seen = [];

    /// <summary>
    /// The count as it was read, where it has all digits that were ever seen of it. With fewer: what was read before,
    /// where that is the same to within one step of the digits left; else the least that the digits left allow. What
    /// falls by more than a step is no matter of digits and stays as it was read.
    /// </summary>
    /// <param name="place">Of the register in its profile.</param>
    /// <param name="power">The power of ten that was read with it.</param>
    public long Hold(int place, ProfileRegister register, short power, long count)
    {
        if (!_seen.TryGetValue(place, out var seen) || power <= seen.Finest)
        {
            _seen[place] = (power, count);
            return count;
        }
        var step = register.CountsOfStep(power);
        var held = seen.Count - count > step ? count : Math.Max(seen.Count, count - step);
        _seen[place] = seen with { Count = held };
        return held;
    }
}
