using Jingu.Budgets.Switching;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Control;

/// <summary>A device with levels: lamps, or set points.</summary>
internal interface ILevelBoard : IBoard
{
    /// <summary>Moves one, if it stands where it stood when that was decided; otherwise nothing is written.</summary>
    /// <returns>Null: the device says that it did; otherwise why not, a sentence.</returns>
    ValueTask<string?> MoveAsync(LampAddress address, LevelChange levels, CancellationToken stop);
}
