using System.Runtime.InteropServices;
using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using NModbus;
using NModbus.IO;

namespace Jingu.Modbus.NuGet;

/// <summary>
/// NModbus 3.0.83 on our byte links. It is told to try once and to wait for nothing: turns, silence, time-outs and
/// opening again are the client's above.
/// </summary>
internal sealed class NModbusExchange(Func<IStreamResource, IModbusMaster> framing, MachineTime time) : IExchange
{
    private static readonly ModbusFactory Factory = new();

    private IByteLink? _link;
    private LinkStream? _stream;
    private IModbusMaster? _framed;

    public static NModbusExchange ForTcp(MachineTime time) => new(stream => Factory.CreateIpMaster(stream), time);

    public static NModbusExchange ForRtu(MachineTime time) => new(stream => Factory.CreateRtuMaster(stream), time);

    /// <summary>NModbus reads by blocking calls, so a request holds a thread of the pool.</summary>
    public async ValueTask<ModbusResult> ExchangeAsync(
        IByteLink link, ModbusRequest request, TimeSpan limit, CancellationToken stop)
    {
        if (_link != link)
            Frame(link);
        _stream!.Begin(limit, stop);
        return await Task.Run(() => Exchange(_framed!, request), stop);
    }

    private void Frame(IByteLink link)
    {
        (_link, _stream) = (link, new LinkStream(link, time));
        _framed = framing(_stream);
        _framed.Transport.Retries = 0;
        _framed.Transport.SlaveBusyUsesRetryCount = true;
        _framed.Transport.WaitToRetryMilliseconds = 0;
    }

    private static ModbusResult Exchange(IModbusMaster framed, ModbusRequest request)
    {
        try
        {
            return Call(framed, request);
        }
        catch (SlaveException refused)
        {
            return new ModbusResult.Refused(refused.SlaveExceptionCode);
        }
        catch (TimeoutException)
        {
            return new ModbusResult.TimedOut();
        }
        catch (LinkBrokenException broken)
        {
            return new ModbusResult.LinkLost(broken.Message);
        }
        catch (Exception malformed) when (
            malformed is IOException or FormatException or NotImplementedException or ArgumentException
                or IndexOutOfRangeException or OverflowException)
        {
            return new ModbusResult.Malformed(malformed.Message);
        }
    }

    private static ModbusResult Call(IModbusMaster framed, ModbusRequest request)
    {
        var unit = request.UnitIdentifier;
        switch (request)
        {
            case ModbusRequest.ReadBits { Function: 1 } read:
                return new ModbusResult.Bits([.. framed.ReadCoils(unit, read.Address, (ushort)read.Count)]);
            case ModbusRequest.ReadBits read:
                return new ModbusResult.Bits([.. framed.ReadInputs(unit, read.Address, (ushort)read.Count)]);
            case ModbusRequest.ReadRegisters { Function: 3 } read:
                return Registers(framed.ReadHoldingRegisters(unit, read.Address, (ushort)read.Count));
            case ModbusRequest.ReadRegisters read:
                return Registers(framed.ReadInputRegisters(unit, read.Address, (ushort)read.Count));
            case ModbusRequest.WriteBits { Function: 5 } write:
                framed.WriteSingleCoil(unit, write.Address, write.Values[0]);
                return new ModbusResult.Written();
            case ModbusRequest.WriteBits write:
                framed.WriteMultipleCoils(unit, write.Address, [.. write.Values]);
                return new ModbusResult.Written();
            case ModbusRequest.WriteRegisters { Function: 6 } write:
                framed.WriteSingleRegister(unit, write.Address, write.Values[0]);
                return new ModbusResult.Written();
            case ModbusRequest.WriteRegisters write:
                framed.WriteMultipleRegisters(unit, write.Address, [.. write.Values]);
                return new ModbusResult.Written();
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request, "A request NModbus does not know.");
        }
    }

    private static ModbusResult.Registers Registers(ushort[] values) =>
        new(ImmutableCollectionsMarshal.AsImmutableArray(values));

    private sealed class LinkBrokenException(string detail) : Exception(detail);

    /// <summary>
    /// Our link as NModbus wants it. The limit holds for the whole answer, however many reads it takes.
    /// </summary>
    private sealed class LinkStream(IByteLink link, MachineTime time) : IStreamResource
    {
        private TimeSpan _limit;
        private CancellationToken _stop;
        private long _begun;

        public int InfiniteTimeout => Timeout.Infinite;

        public int ReadTimeout { get; set; }

        public int WriteTimeout { get; set; }

        public void Begin(TimeSpan limit, CancellationToken stop) =>
            (_limit, _stop, _begun) = (limit, stop, time.GetTimestamp());

        public void DiscardInBuffer() => Checked(link.DiscardWaiting());

        public int Read(byte[] buffer, int offset, int count)
        {
            var rest = _limit - time.GetElapsedTime(_begun);
            var read = rest > TimeSpan.Zero
                ? Checked(Await(link.ReadAsync(buffer.AsMemory(offset, count), rest, _stop)))
                : 0;
            return read > 0 ? read : throw new TimeoutException();
        }

        public void Write(byte[] buffer, int offset, int count) =>
            Checked(Await(link.WriteAsync(buffer.AsMemory(offset, count), _stop)));

        public void Dispose()
        {
            // The link is the client's.
        }

        private static int Checked(LinkOutcome outcome) =>
            outcome.IsBroken ? throw new LinkBrokenException(outcome.Detail!) : outcome.Count;

#pragma warning disable RS0030 // IStreamResource blocks by its nature.
        private static LinkOutcome Await(ValueTask<LinkOutcome> outcome) => outcome.AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
