namespace Jingu.Modbus.Links;

/// <summary>What came of opening a link.</summary>
public abstract record LinkOpening
{
    private LinkOpening()
    {
    }

    /// <summary>The link is open and belongs to the caller.</summary>
    public sealed record Opened(IByteLink Link) : LinkOpening;

    /// <summary>A sentence for the operator: what was opened, why it failed, what to do.</summary>
    public sealed record Failed(string Sentence) : LinkOpening;
}

/// <summary>
/// Opens a link to where it was made for, within a limit of its own; may be called again after the link broke.
/// </summary>
public delegate ValueTask<LinkOpening> LinkOpener(CancellationToken stop);
