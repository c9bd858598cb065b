using Jingu.Modbus.Links;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// Turns on one port: one request at a time, callers queue, writes first. On a stream (<paramref name="line"/> null)
/// every fault but a Modbus exception closes the link, because what is still under way would be taken for the next
/// answer; a line is listened to until it is silent instead.
/// </summary>
internal sealed class ModbusClient(LinkOpener open, IExchange exchange, LineTurns? line, Settling settling)
    : IModbusClient
{
    private readonly TurnQueue _turn = new(1);
    private IByteLink? _link;
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
        await _turn.EnterAsync(toWrite: true, CancellationToken.None);
        try
        {
            _disposed = true;
            await CloseAsync();
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Null only when it gave way because the device has not settled.</summary>
    private async ValueTask<ModbusResult?> InTurnAsync(
        ModbusRequest request, TimeSpan answerMax, bool givesWay, CancellationToken stop)
    {
        await _turn.EnterAsync(request.IsWrite, stop);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await TakeTurnAsync(request, answerMax, givesWay, stop);
        }
        finally
        {
            _turn.Leave();
        }
    }

    private async ValueTask<ModbusResult?> TakeTurnAsync(
        ModbusRequest request, TimeSpan answerMax, bool givesWay, CancellationToken stop)
    {
        if (line is not null && request.UnitIdentifier == 0)
            return new ModbusResult.Malformed("Unit identifier 0 is for all devices of a line: not sent.");
        if (await ReadyAsync(request.UnitIdentifier, answerMax, stop) is { } fault)
            return fault;
        if (givesWay && !settling.IsReady(request.UnitIdentifier))
            return null;
        await settling.WaitAsync(request.UnitIdentifier, stop);
        var link = _link!;
        try
        {
            var limit = line is null ? answerMax : answerMax + line.OnTheWire(request);
            var result = await exchange.ExchangeAsync(link, request, limit, stop);
            await AfterAsync(result, request.UnitIdentifier, answerMax);
            return result;
        }
        catch (OperationCanceledException)
        {
            await AfterAsync(new ModbusResult.TimedOut(), request.UnitIdentifier, answerMax);
            throw;
        }
    }

    /// <summary>Null when the link is open and nothing old is on its way; otherwise why not.</summary>
    private async ValueTask<ModbusResult?> ReadyAsync(
        byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        if (_link is { } kept && line is null && kept.DiscardWaiting() is { IsBroken: true } or { Count: > 0 })
            await CloseAsync();
        if (_link is null)
        {
            switch (await open(stop))
            {
                case LinkOpening.Opened opened:
                    _link = opened.Link;
                    line?.Opened();
                    settling.Opened();
                    break;
                case LinkOpening.Failed failed:
                    return new ModbusResult.LinkLost(failed.Sentence);
            }
        }
        if (line is null)
            return null;
        var ready = await line.BeforeRequestAsync(_link!, unitIdentifier, answerMax, stop);
        if (!ready.IsBroken)
            return null;
        await CloseAsync();
        return new ModbusResult.LinkLost(ready.Detail!);
    }

    private async ValueTask AfterAsync(ModbusResult result, byte unitIdentifier, TimeSpan answerMax)
    {
        if (result is ModbusResult.TimedOut)
            line?.TimedOut(unitIdentifier, answerMax);
        else if (result is ModbusResult.Malformed)
            line?.Disturbed(answerMax);
        else
            line?.Answered(unitIdentifier);
        var spoilt = line is null && (result is ModbusResult.TimedOut or ModbusResult.Malformed);
        if (spoilt || result is ModbusResult.LinkLost)
            await CloseAsync();
    }

    private async ValueTask CloseAsync()
    {
        if (_link is { } link)
            await link.DisposeAsync();
        _link = null;
    }
}
