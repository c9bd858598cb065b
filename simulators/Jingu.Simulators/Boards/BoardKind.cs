namespace Jingu.Simulators.Boards;

/// <summary>What a virtual board pretends to be.</summary>
internal enum BoardKind
{
    /// <summary>Eight relays, no inputs, no register that tells how it powers up (devices.md, section 16).</summary>
    WaveshareRelay8,

    /// <summary>A water room module: two valve relays, six inputs, registers of behaviour (section 15).</summary>
    WbMwac,

    /// <summary>The valve inside a water meter: one register of the meter (section 13).</summary>
    XintaiValve,

    /// <summary>A gateway of one DALI line (section 17): 64 addresses, then 16 groups, as outputs.</summary>
    DaliGateway,

    /// <summary>The controller of a chiller: set points in registers of the simulator's own map.</summary>
    Chiller,
}

internal static class BoardKinds
{
    public static int Outputs(this BoardKind kind) => kind switch
    {
        BoardKind.WaveshareRelay8 => 8,
        BoardKind.WbMwac => 2,
        BoardKind.XintaiValve => 1,
        BoardKind.DaliGateway => VirtualDali.Addresses + VirtualDali.Groups,
        BoardKind.Chiller => VirtualChiller.LimitRegister + 1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of board."),
    };

    public static int Inputs(this BoardKind kind) => kind == BoardKind.WbMwac ? 6 : 0;

    /// <summary>How long its contacts or valves take.</summary>
    public static TimeSpan Travel(this BoardKind kind) =>
        kind is BoardKind.WaveshareRelay8 or BoardKind.DaliGateway or BoardKind.Chiller
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(10);
}
