namespace Jingu.Simulators.Campus;

/// <summary>What a virtual meter pretends to be.</summary>
internal enum DeviceKind
{
    EastronSdm630,
    ChintDtsu666,
    AcrelAdw300,
    XintaiWater,
    Sunspec103,

    /// <summary>A water meter with a reed contact and nothing else.</summary>
    PulseWater,

    /// <summary>A sensor of light on a ceiling, which counts nothing.</summary>
    WbMsw,

    /// <summary>An electricity meter of three phases that speaks DL/T 645-2007.</summary>
    Dlt645ThreePhase,

    /// <summary>A water meter that speaks CJ/T 188.</summary>
    Cjt188Water,
}

internal static class DeviceKinds
{
    /// <summary>The name by which commissioning files ask for this kind of meter.</summary>
    public static string ProfileName(this DeviceKind kind) => kind switch
    {
        DeviceKind.EastronSdm630 => "eastron-sdm630",
        DeviceKind.ChintDtsu666 => "chint-dtsu666",
        DeviceKind.AcrelAdw300 => "acrel-adw300",
        DeviceKind.XintaiWater => "xintai-water",
        DeviceKind.Sunspec103 => "sunspec-103",
        DeviceKind.WbMsw => "wirenboard-wb-msw-v3",
        DeviceKind.PulseWater => "pulse",
        DeviceKind.Dlt645ThreePhase => "dlt645-three-phase",
        DeviceKind.Cjt188Water => "cjt188-cold-water",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of meter."),
    };

    /// <summary>The letters before the number on the meter's plate.</summary>
    public static string SerialPrefix(this DeviceKind kind) => kind switch
    {
        DeviceKind.EastronSdm630 => "SDM",
        DeviceKind.ChintDtsu666 => "DTSU",
        DeviceKind.AcrelAdw300 => "ADW",
        DeviceKind.XintaiWater => "XT",
        DeviceKind.Sunspec103 => "SUN",
        DeviceKind.WbMsw => "MSW",
        DeviceKind.PulseWater => "PW",
        DeviceKind.Dlt645ThreePhase => "DL",
        DeviceKind.Cjt188Water => "CJ",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of meter."),
    };
}
