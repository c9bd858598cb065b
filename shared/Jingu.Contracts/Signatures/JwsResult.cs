namespace Jingu.Contracts.Signatures;

/// <summary>What came of opening a signed document.</summary>
public abstract record JwsResult
{
    private JwsResult()
    {
    }

    /// <param name="Payload">The bytes that were signed.</param>
    /// <param name="Key">Name of the key that signed them.</param>
    public sealed record Opened(byte[] Payload, string Key) : JwsResult;

    /// <summary>Nothing of it can be believed.</summary>
    /// <param name="Why">The rest of a sentence that begins with "A document was refused:".</param>
    public sealed record Refused(string Why) : JwsResult;
}
