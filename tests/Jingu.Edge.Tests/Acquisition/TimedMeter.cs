using Jingu.Modbus;
using Jingu.Testing;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// A meter whose readings take fake time: what an answer takes on a wire, or the time-out where it is silent.
/// </summary>
internal sealed class TimedMeter(FakeTime time, TimeSpan answerTime, TimeSpan answerMax, int values) : IMeterReader
{
    public bool IsSilent { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public ValueTask<MeterReadResult> ReadAsync(CancellationToken stop) =>
        ReadAsync(default(ReadTerms), stop);

    public ValueTask<MeterReadResult> ReadAsync(ReadTerms terms, CancellationToken stop)
    {
        Asked++;
        time.Advance(IsSilent ? terms.AnswerMax ?? answerMax : answerTime);
        return ValueTask.FromResult<MeterReadResult>(IsSilent
            ? new MeterReadResult.Failed(new(MeterFaultKind.Silent, "nobody answers"))
            : new MeterReadResult.Values([.. new long?[values]]));
    }
}
