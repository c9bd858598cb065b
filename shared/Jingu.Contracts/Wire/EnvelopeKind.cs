namespace Jingu.Contracts.Wire;

/// <summary>What an envelope carries. Numbers are on the wire.</summary>
public enum EnvelopeKind
{
    Batch = 1,
    Acknowledgement = 2,
    Resend = 3,
    /// <summary>
    /// Up, without content: a gateway asks, before it sends anything of a stream, what the aggregator has of its
    /// journal.
    /// </summary>
    Inquiry = 4,
    /// <summary>
    /// Down: the answer, an <see cref="Wire.Acknowledgement"/> that names the highest entry known, or nothing. It
    /// settles nothing.
    /// </summary>
    Inventory = 5,
}
