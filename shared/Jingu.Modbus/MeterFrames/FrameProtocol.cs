namespace Jingu.Modbus.MeterFrames;

/// <summary>The standards of meters that speak in frames.</summary>
public enum FrameProtocol
{
    /// <summary>Electricity: DL/T 645-2007.</summary>
    Dlt645 = 1,

    /// <summary>Water, heat, gas: CJ/T 188-2004.</summary>
    Cjt188 = 2,
}
