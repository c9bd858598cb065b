using System.Collections.Immutable;
using Jingu.Modbus;

namespace Jingu.Edge.Commissioning;

/// <summary>A device that answered a scan.</summary>
/// <param name="Address">Null where only noise came: several meters of a line answered at once, or the line is set
/// otherwise.</param>
/// <param name="Profiles">Those that fit; more than one is for a person to choose from.</param>
/// <param name="How">How it was known, or why not.</param>
internal sealed record Found(
    PortSettings Settings, MeterAddress? Address, ImmutableArray<IMeterProfile> Profiles, string How)
{
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
