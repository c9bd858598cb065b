namespace Jingu.Contracts.Wire;

/// <summary>What an envelope carries. Numbers are on the wire.</summary>
public enum EnvelopeKind
{
    Batch = 1,
    Acknowledgement = 2,
    Resend = 3,
}
