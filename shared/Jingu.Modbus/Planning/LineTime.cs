using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Planning;

/// <summary>How long requests occupy a serial line: arithmetic, without a line. Pure.</summary>
public static class LineTime
{
    /// <summary>
    /// One request and its answer: the silence before it, its characters, the silence by which the device knows that
    /// it has ended, the device's own time, and the answer's characters.
    /// </summary>
    /// <param name="answer">How long the device takes to begin its answer.</param>
    /// <param name="turnaround">The silence it needs after its answers, where that is longer than 3.5
    /// characters.</param>
    public static TimeSpan Of(ModbusRequest request, LineSpeed speed, TimeSpan answer, TimeSpan turnaround) =>
        (turnaround > speed.Silence ? turnaround : speed.Silence) + speed.Silence + answer
        + speed.Characters(RtuFrame.RequestLengthOf(request) + RtuFrame.AnswerLengthOf(request));
}
