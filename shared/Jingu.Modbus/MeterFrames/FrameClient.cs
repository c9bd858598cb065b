using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Modbus.MeterFrames;

/// <summary>
/// Turns on one line of meters that speak in frames: one question at a time, callers queue. Opens its byte link at the
/// first question and again after it was lost. Keeps the silences that <see cref="LineTurns"/> asks for. Safe from any
/// thread.
/// </summary>
internal sealed class FrameClient(
    LinkOpener open, LineSpeed speed, bool paceLine, MachineTime time,
    IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null) : IAsyncDisposable
{
    /// <summary>Turns are kept by unit identifier; all meters of such a line stand behind this one.</summary>
    private const byte AllMeters = 0;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly LineTurns _turns = new(speed, paceLine, time, turnarounds);
    private readonly FrameReceiver _receiver = new(time);
    private readonly TimeSpan _longestAnswer =
        speed.Characters(FrameQuestion.Preamble.Length + FrameFormat.LengthMax);
    private IByteLink? _link;
    private bool _disposed;

    /// <summary>
    /// Sends one frame and gives the whole frame that answers it, or what went wrong: never throws for what a wire or a
    /// meter does.
    /// </summary>
    /// <param name="answerMax">
    /// How long the meter may take until its answer begins, machine time; the time on the wire comes on top.
    /// </param>
    public async ValueTask<FrameResult> AskAsync(FrameQuestion question, TimeSpan answerMax, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await TakeTurnAsync(question, answerMax, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _disposed = true;
            await CloseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<FrameResult> TakeTurnAsync(
        FrameQuestion question, TimeSpan answerMax, CancellationToken stop)
    {
        if (await ReadyAsync(answerMax, stop) is { } fault)
            return fault;
        try
        {
            byte[] bytes = [.. FrameQuestion.Preamble, .. question.Frame];
            var sent = await _link!.WriteAsync(bytes, stop);
            var startMax = answerMax + speed.Characters(question.Characters);
            var result = sent.IsBroken
                ? FrameResult.LinkLost(sent.Detail!)
                : await _receiver.ReceiveAsync(_link, question, startMax, _longestAnswer, stop);
            await AfterAsync(result, answerMax);
            return result;
        }
        catch (OperationCanceledException)
        {
            _turns.Disturbed(answerMax);
            throw;
        }
    }

    /// <summary>Null when the link is open and nothing old is on its way; otherwise why not.</summary>
    private async ValueTask<FrameResult?> ReadyAsync(TimeSpan answerMax, CancellationToken stop)
    {
        if (_link is null)
        {
            switch (await open(stop))
            {
                case LinkOpening.Opened opened:
                    _link = opened.Link;
                    _turns.Opened();
                    break;
                case LinkOpening.Failed failed:
                    return FrameResult.LinkLost(failed.Sentence);
            }
        }
        var ready = await _turns.BeforeRequestAsync(_link!, AllMeters, answerMax, stop);
        if (!ready.IsBroken)
            return null;
        await CloseAsync();
        return FrameResult.LinkLost(ready.Detail!);
    }

    private async ValueTask AfterAsync(FrameResult result, TimeSpan answerMax)
    {
        switch (result)
        {
            case FrameResult.Failed { Fault.Kind: MeterFaultKind.LinkLost }:
                await CloseAsync();
                break;
            case FrameResult.Failed:
                _turns.Disturbed(answerMax);
                break;
            default:
                _turns.Answered(AllMeters);
                break;
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_link is { } link)
            await link.DisposeAsync();
        _link = null;
    }
}
