using Jingu.Time;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Decides how lines travel: how many at once, how long an answer may take, what it means. A refusal is half a write:
/// InfluxDB keeps the lines it likes and names one it does not, so each entry of the request is then written by itself
/// and only offenders are named.
/// </summary>
internal sealed class LineDelivery(InfluxAddress address, ILineWriter writer, MachineTime time)
{
    /// <summary>
    /// Lines per request: larger requests gain little and cost the server memory (10 fields: 102,000 points/s).
    /// </summary>
    public const int LinesMax = 5000;

    /// <summary>How long the server may take to answer one request.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    /// <summary>Writes all; returns the entries that the server will not take.</summary>
    /// <exception cref="ReadingStoreException">The server cannot be reached, or takes nothing at all at
    /// present.</exception>
    public async Task<HashSet<EntryKey>> DeliverAsync(LineBatch batch, CancellationToken stop)
    {
        var offenders = new HashSet<EntryKey>();
        for (var first = 0; first < batch.Lines.Count; first += LinesMax)
        {
            var count = Math.Min(LinesMax, batch.Lines.Count - first);
            if (!await IsTakenAsync(batch, first, count, stop))
                await DeliverOneByOneAsync(batch, first, count, offenders, stop);
        }
        return offenders;
    }

    /// <summary>Writes each run of lines of one entry by itself.</summary>
    private async Task DeliverOneByOneAsync(
        LineBatch batch, int first, int count, HashSet<EntryKey> offenders, CancellationToken stop)
    {
        var end = first + count;
        while (first < end)
        {
            var entry = batch.Lines[first].Entry;
            var next = first + 1;
            while (next < end && batch.Lines[next].Entry == entry)
                next++;
            if (!await IsTakenAsync(batch, first, next - first, stop))
                offenders.Add(entry);
            first = next;
        }
    }

    /// <summary>False when the server refuses something in it: 400 by 1.x and 3.x, 422 by 2.x.</summary>
    private async Task<bool> IsTakenAsync(LineBatch batch, int first, int count, CancellationToken stop)
    {
        var answer = await AnswerAsync(batch.Bytes(first, count), stop);
        return answer.Status switch
        {
            >= 200 and < 300 => true,
            400 or 422 => false,
            0 => throw new ReadingStoreException(
                $"{address} cannot be reached ({answer.Detail}): start it or correct its address; the batch is kept."),
            401 or 403 => throw new ReadingStoreException(
                $"{address} refuses our credentials ({answer.Detail}): correct user and password in the address."),
            404 => throw new ReadingStoreException(
                $"{address} does not know where to write ({answer.Detail}): create the database '{address.Database}' "
                + "again."),
            var status => throw new ReadingStoreException(
                $"{address} cannot store at present (HTTP {status}: {answer.Detail}): see its log; the batch is kept."),
        };
    }

    private async Task<LineAnswer> AnswerAsync(ReadOnlyMemory<byte> lines, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            return await writer.WriteAsync(lines, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return new(0, $"no answer within {AnswerMax.TotalSeconds:0} s");
        }
    }
}
