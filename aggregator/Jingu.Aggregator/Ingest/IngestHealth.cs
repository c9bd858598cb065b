namespace Jingu.Aggregator.Ingest;

/// <summary>Whether ingest works right now. Written by the worker, read from any thread.</summary>
internal sealed class IngestHealth
{
    private volatile string? _held = "The reading store is being opened.";

    /// <summary>Why nothing is stored or acknowledged at the moment; null when all is well.</summary>
    public string? Held
    {
        get => _held;
        set => _held = value;
    }
}
