namespace Jingu.Modbus;

/// <summary>Which Modbus implementations this build has.</summary>
public static class ModbusLibraries
{
    /// <summary>The one <see cref="ModbusPort"/> uses, for <c>--version</c> and the gateway's state.</summary>
#if DRIVERS_NUGET
    public const string Description = "NModbus 3.0.83";
#else
    public const string Description = "own framing";
#endif
}
