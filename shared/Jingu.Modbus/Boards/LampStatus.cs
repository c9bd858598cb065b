namespace Jingu.Modbus.Boards;

/// <summary>
/// DALI's answer to QUERY STATUS (IEC 62386-102), as far as it tells of failures. That a gateway's status register
/// holds this byte is taken for granted: its public map names no bits.
/// </summary>
public static class LampStatus
{
    private const int ControlGearFailure = 1 << 0;
    private const int LampFailure = 1 << 1;

    /// <summary>What has failed, as the end of a sentence; null: nothing.</summary>
    public static string? Fault(int status) => (status & (ControlGearFailure | LampFailure)) switch
    {
        0 => null,
        ControlGearFailure => "its driver has failed: look at it on site.",
        LampFailure => "the lamp has failed: replace it.",
        _ => "lamp and driver have failed: look at them on site.",
    };
}
