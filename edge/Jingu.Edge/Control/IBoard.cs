using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Control;

/// <summary>
/// A device with outputs that switch, numbered from 1. It decides nothing and remembers nothing. One caller reads at a
/// time; a write may come beside it.
/// </summary>
internal interface IBoard : IAsyncDisposable
{
    /// <summary>Reads outputs and, where somebody needs them, inputs; never throws for what a device does.</summary>
    ValueTask<BoardLook> ReadAsync(CancellationToken stop);

    /// <summary>
    /// Asks what the device does at power-up and bus loss, where it can tell: the switch points of which that is not as
    /// commissioned, or cannot be read, each with a sentence.
    /// </summary>
    ValueTask<ImmutableDictionary<SwitchPointId, string>> UnlikeAsync(CancellationToken stop);

    /// <summary>
    /// Sets or releases one output. An output that is not declared switchable has no way to be written: it is answered
    /// with a fault.
    /// </summary>
    /// <returns>Null: the device says that it did; otherwise why not, a sentence.</returns>
    ValueTask<string?> SetAsync(int output, bool isSet, CancellationToken stop);
}

/// <summary>What a device showed.</summary>
/// <param name="Outputs">By number less 1: set or released; null: not known. Empty when it did not answer.</param>
/// <param name="Inputs">By number less 1: active or not; empty where none were read.</param>
/// <param name="Fault">Why nothing, or not everything, is known; null: all is.</param>
internal sealed record BoardLook(ImmutableArray<bool?> Outputs, ImmutableArray<bool> Inputs, string? Fault)
{
    public static BoardLook Silent(string why) => new([], [], why);

    /// <summary>Of a device with lamps: those that may be addressed.</summary>
    public ImmutableArray<LampLook> Lamps { get; init; } = [];

    /// <summary>Switch points of which the device behaves otherwise than commissioned.</summary>
    public ImmutableHashSet<SwitchPointId> Unlike { get; init; } = [];

    /// <summary>It did not answer.</summary>
    public bool IsSilent => Outputs.IsEmpty && Lamps.IsEmpty;
}

/// <summary>What a device showed of one lamp or group.</summary>
/// <param name="Level">The level that it remembers; null: it does not know.</param>
/// <param name="Fault">Why the level is not known, or what has failed; null: nothing.</param>
/// <param name="HasFailed">Lamp or driver have failed, as the device tells.</param>
internal sealed record LampLook(LampAddress Address, int? Level, string? Fault, bool HasFailed);
