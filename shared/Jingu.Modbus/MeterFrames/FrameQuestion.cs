using System.Collections.Immutable;

namespace Jingu.Modbus.MeterFrames;

/// <summary>Whether a whole frame answers a question: address, control code, identifier and sequence agree.</summary>
internal delegate bool FrameMatch(ReadOnlySpan<byte> frame);

/// <summary>One frame to send, and how its answer is told from any other frame on the line.</summary>
/// <param name="Frame">Without the bytes that wake a meter.</param>
/// <param name="IsAnswer">A late answer to an earlier question must not pass here.</param>
internal sealed record FrameQuestion(FrameFormat Format, ImmutableArray<byte> Frame, FrameMatch IsAnswer)
{
    /// <summary>
    /// Four bytes FEH before a frame wake the receiver (DL/T 645-2007, 5.3.1; CJ/T 188-2004 the same).
    /// </summary>
    public static readonly ImmutableArray<byte> Preamble = [0xFE, 0xFE, 0xFE, 0xFE];

    /// <summary>Characters that are sent, those that wake the meter included.</summary>
    public int Characters => Preamble.Length + Frame.Length;
}

/// <summary>What came of a question.</summary>
internal abstract record FrameResult
{
    private FrameResult()
    {
    }

    /// <summary>The content of the answer, or of all its frames, without identifiers and sequence numbers.</summary>
    public sealed record Answer(ImmutableArray<byte> Content) : FrameResult;

    public sealed record Failed(MeterReadFault Fault) : FrameResult;

    public static Failed Silent(string detail) => new(new MeterReadFault(MeterFaultKind.Silent, detail));

    public static Failed Refused(string detail) => new(new MeterReadFault(MeterFaultKind.Refused, detail));

    public static Failed Damaged(string detail) => new(new MeterReadFault(MeterFaultKind.Damaged, detail));

    public static Failed LinkLost(string detail) => new(new MeterReadFault(MeterFaultKind.LinkLost, detail));
}
