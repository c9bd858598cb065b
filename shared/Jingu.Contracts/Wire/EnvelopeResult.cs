namespace Jingu.Contracts.Wire;

/// <summary>What came of opening an envelope.</summary>
public abstract record EnvelopeResult
{
    private EnvelopeResult()
    {
    }

    /// <summary>Authentic and of a version known here. <paramref name="Content"/> is unpacked.</summary>
    public sealed record Opened(EnvelopeHeader Header, byte[] Content) : EnvelopeResult;

    /// <summary>Authentic, but of a version or encoding not known here: to be parked as received.</summary>
    public sealed record Unknown(EnvelopeHeader Header, int Version, string Why) : EnvelopeResult;

    /// <summary>Damaged, forged, or signed with a key not known here.</summary>
    public sealed record Refused(string Why) : EnvelopeResult;
}
