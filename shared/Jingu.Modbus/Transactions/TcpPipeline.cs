using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// Several requests under way on one Modbus TCP connection (Messaging on TCP/IP V1.0b, 4.1.1:
/// NumberMaxOfServerTransaction, 1 to 16). The connection stays when one device does not answer and others do.
/// </summary>
/// <param name="inFlightMax">Requests under way at once; further callers queue, writes first.</param>
internal sealed class TcpPipeline(LinkOpener open, int inFlightMax, Settling settling, MachineTime time)
    : IModbusClient
{
    private readonly TurnQueue _turns = new(inFlightMax);
    private readonly TurnQueue _opening = new(1);
    private PipelinedLink? _link;
    private bool _disposed;

    public async ValueTask<ModbusResult> ExecuteAsync(ModbusRequest request, TimeSpan answerMax, CancellationToken stop)
    {
        if (await InTurnAsync(request, answerMax, givesWay: true, stop) is { } result)
            return result;
        await settling.WaitAsync(request.UnitIdentifier, stop);
        return (await InTurnAsync(request, answerMax, givesWay: false, stop))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.EnterAsync(toWrite: true, CancellationToken.None);
        try
        {
            _disposed = true;
            if (_link is { } link)
                await link.DisposeAsync();
            _link = null;
        }
        finally
        {
            _opening.Leave();
        }
    }

    /// <summary>Null only when it gave way because the device has not settled.</summary>
    private async ValueTask<ModbusResult?> InTurnAsync(
        ModbusRequest request, TimeSpan answerMax, bool givesWay, CancellationToken stop)
    {
        await _turns.EnterAsync(request.IsWrite, stop);
        try
        {
            var (link, fault) = await ReadyAsync(stop);
            if (fault is not null)
                return fault;
            if (givesWay && !settling.IsReady(request.UnitIdentifier))
                return null;
            await settling.WaitAsync(request.UnitIdentifier, stop);
            return await link!.ExchangeAsync(request, answerMax, stop);
        }
        finally
        {
            _turns.Leave();
        }
    }

    /// <summary>The open connection; otherwise why there is none.</summary>
    private async ValueTask<(PipelinedLink? Link, ModbusResult? Fault)> ReadyAsync(CancellationToken stop)
    {
        await _opening.EnterAsync(toWrite: false, stop);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_link is { HasEnded: false } kept)
                return (kept, null);
            if (_link is { } ended)
                await ended.DisposeAsync();
            _link = null;
            switch (await open(stop))
            {
                case LinkOpening.Opened opened:
                    settling.Opened();
                    _link = PipelinedLink.Start(opened.Link, time);
                    return (_link, null);
                case LinkOpening.Failed failed:
                    return (null, new ModbusResult.LinkLost(failed.Sentence));
                default:
                    throw new InvalidOperationException("a link is opened or not");
            }
        }
        finally
        {
            _opening.Leave();
        }
    }
}
