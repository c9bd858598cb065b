namespace Jingu.Modbus.Transactions;

/// <summary>
/// Requests to the devices behind one port. Opens its byte link at the first request and again after it was lost. One
/// request at a time on serial lines; callers queue. Safe from any thread.
/// </summary>
public interface IModbusClient : IAsyncDisposable
{
    /// <summary>
    /// Sends one request and gives its answer, or what went wrong: never throws for what a wire or a device does.
    /// </summary>
    /// <param name="answerMax">How long the device may take, machine time; the time on the wire comes on top.</param>
    ValueTask<ModbusResult> ExecuteAsync(ModbusRequest request, TimeSpan answerMax, CancellationToken stop);
}
