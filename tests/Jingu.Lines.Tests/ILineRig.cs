namespace Jingu.Lines.Tests;

/// <summary>What hangs on the other side of the lines under test: a chip with eight lines that a test wires.</summary>
public interface ILineRig : IAsyncDisposable
{
    ILines Lines { get; }

    /// <summary>Label of the chip.</summary>
    string Chip { get; }

    /// <summary>Drives a line from outside: the electrical level.</summary>
    void Drive(int offset, bool isHigh);

    /// <summary>The electrical level that an output drives.</summary>
    bool Driven(int offset);

    void Unplug();

    void Plug();
}
