using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>Which registers each kind of meter has.</summary>
internal static class DeviceMaps
{
    private static readonly EastronSdm630 Eastron = new();
    private static readonly ChintDtsu666 Chint = new();
    private static readonly AcrelAdw300 Acrel = new();
    private static readonly XintaiWater Xintai = new();
    private static readonly Sunspec103 Sunspec = new();

    public static IDeviceMap Of(DeviceKind kind) => kind switch
    {
        DeviceKind.EastronSdm630 => Eastron,
        DeviceKind.ChintDtsu666 => Chint,
        DeviceKind.AcrelAdw300 => Acrel,
        DeviceKind.XintaiWater => Xintai,
        DeviceKind.Sunspec103 => Sunspec,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of meter."),
    };
}
