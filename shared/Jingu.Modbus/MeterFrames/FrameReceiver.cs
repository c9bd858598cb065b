using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.MeterFrames;

/// <summary>
/// Waits for the frame that answers a question. Bytes before a frame are skipped (a meter sends up to four FEH); whole
/// frames that answer something else (a late answer, another meter, an adapter's echo) are passed over; a damaged one
/// ends the wait. One wait at a time.
/// </summary>
internal sealed class FrameReceiver(MachineTime time)
{
    private readonly byte[] _bytes = new byte[2 * FrameFormat.LengthMax];
    private int _have;
    private int _passedOver;

    /// <param name="startMax">Machine time until an answer begins.</param>
    /// <param name="restMax">What the longest one takes from then on, however it dribbles in.</param>
    /// <returns>The whole frame as <see cref="FrameResult.Answer"/>, or what went wrong.</returns>
    public async ValueTask<FrameResult> ReceiveAsync(
        IByteLink link, FrameQuestion question, TimeSpan startMax, TimeSpan restMax, CancellationToken stop)
    {
        var limit = startMax;
        (_have, _passedOver) = (0, 0);
        var start = time.GetTimestamp();
        while (true)
        {
            var remaining = limit - time.GetElapsedTime(start);
            if (remaining <= TimeSpan.Zero)
                return FrameResult.Silent(WhatCame());
            var read = await link.ReadAsync(_bytes.AsMemory(_have), remaining, stop);
            if (read.IsBroken)
                return FrameResult.LinkLost(read.Detail!);
            if (read.Count > 0)
                limit = startMax + restMax;
            _have += read.Count;
            if (Judge(question) is { } result)
                return result;
        }
    }

    /// <summary>Null while the answer is not there.</summary>
    private FrameResult? Judge(FrameQuestion question)
    {
        while (true)
        {
            SkipToStart();
            var length = question.Format.LengthOf(_bytes.AsSpan(0, _have));
            if (length < 0)
                return FrameResult.Damaged("Bytes that are no frame.");
            if (length == 0 || _have < length)
                return null;
            var frame = _bytes.AsSpan(0, length);
            if (!question.Format.IsWhole(frame))
                return FrameResult.Damaged("Answer with a wrong check sum or end.");
            if (question.IsAnswer(frame))
            {
                return _have == length
                    ? new FrameResult.Answer([.. frame])
                    : FrameResult.Damaged($"{_have - length} bytes follow the answer.");
            }
            _passedOver++;
            Drop(length);
        }
    }

    private void SkipToStart()
    {
        var start = _bytes.AsSpan(0, _have).IndexOf(FrameFormat.Start);
        Drop(start < 0 ? _have : start);
    }

    private void Drop(int count)
    {
        _bytes.AsSpan(count, _have - count).CopyTo(_bytes);
        _have -= count;
    }

    private string WhatCame() => (_have, _passedOver) switch
    {
        ( > 0, _) => "an answer began and did not end",
        (_, > 0) => "only frames came that answer something else: check the address",
        _ => "",
    };
}
