namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>The store cannot be used right now, or at all. The message says what to do.</summary>
public sealed class ReadingStoreException : Exception
{
    public ReadingStoreException(string message)
        : base(message)
    {
    }

    public ReadingStoreException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
