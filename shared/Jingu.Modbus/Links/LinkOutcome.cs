namespace Jingu.Modbus.Links;

/// <summary>What came of reading, writing or discarding: so many bytes, nothing in time, or a broken link.</summary>
public readonly record struct LinkOutcome
{
    /// <summary>Nothing came within the time allowed; the link is as good as before.</summary>
    public static readonly LinkOutcome Nothing;

    private LinkOutcome(int count, string? detail) => (Count, Detail) = (count, detail);

    /// <summary>Bytes moved.</summary>
    public int Count { get; }

    /// <summary>Why the link is broken; null while it is not.</summary>
    public string? Detail { get; }

    /// <summary>True when this link will carry nothing any more: dispose it and open another.</summary>
    public bool IsBroken => Detail is not null;

    public static LinkOutcome Moved(int count) => new(count, null);

    public static LinkOutcome Broken(string detail) => new(0, detail);
}
