using Jingu.Modbus.Links;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// One request and its answer on an open link: framing and nothing else. Turn-taking, opening, silence and what follows
/// a fault are the client's. One call at a time.
/// </summary>
internal interface IExchange
{
    /// <summary>
    /// Sends and waits for the whole answer, at most <paramref name="limit"/> of machine time, however it dribbles in.
    /// </summary>
    ValueTask<ModbusResult> ExchangeAsync(
        IByteLink link, ModbusRequest request, TimeSpan limit, CancellationToken stop);
}
