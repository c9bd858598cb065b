using System.Collections.Immutable;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;

namespace Jingu.Edge.Commissioning;

/// <summary>A device that answered a scan.</summary>
/// <param name="Address">Null where only noise came: several meters of a line answered at once, or the line is set
/// otherwise.</param>
/// <param name="Profiles">Those that fit; more than one is for a person to choose from.</param>
/// <param name="How">How it was known, or why not.</param>
/// <param name="Nameplate">What it says of itself; null where nobody knows how to ask it.</param>
internal sealed record Found(
    PortSettings Settings, MeterAddress? Address, ImmutableArray<IMeterProfile> Profiles, string How,
    Nameplate? Nameplate = null)
{
    /// <summary>How it was known, and what it says of itself.</summary>
    public string Story => Nameplate is null ? How : $"{How}: {Nameplate}";

    /// <summary>Null behind a TCP address.</summary>
    public int? Baud => Settings switch
    {
        PortSettings.Serial serial => serial.Line.Baud,
        PortSettings.Frames frames => frames.Line.Baud,
        PortSettings.RtuOverTcp tcp => tcp.Baud,
        PortSettings.FramesOverTcp tcp => tcp.Baud,
        _ => null,
    };
}

/// <summary>The port itself cannot be used; the message is a sentence.</summary>
internal sealed class ScanException(string sentence) : Exception(sentence);
