using System.Runtime.InteropServices;
using System.Text;
using Jingu.Time;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Lines.Linux;

/// <summary>
/// Lines of the Linux GPIO character device, uAPI v2 (Linux 5.10 and later): debounced and stamped by the kernel, which
/// also numbers the edges, so that a full buffer costs stamps and no pulses.
/// </summary>
public sealed class LinuxLines(MachineTime time) : ILines
{
    private const string Consumer = "jingu";

    public ValueTask<LineOpening<IInputLine>> OpenInputAsync(InputSettings settings, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult<LineOpening<IInputLine>>(Request(settings) switch
        {
            ({ } line, _) => new LineOpening<IInputLine>.Opened(new LinuxInputLine(line, time)),
            (_, var fault) => new LineOpening<IInputLine>.Failed(fault),
        });
    }

    public ValueTask<LineOpening<IOutputLine>> OpenOutputAsync(OutputSettings settings, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var request = default(Gpio.LineRequest);
        request.Config.Flags = Gpio.Output | Flags(settings.Active);
        Add(ref request.Config, Gpio.AttributeOutputValues, settings.IsActiveAtStart ? 1u : 0u);
        return ValueTask.FromResult<LineOpening<IOutputLine>>(Request(settings.Line, ref request) switch
        {
            ({ } line, _) => new LineOpening<IOutputLine>.Opened(new LinuxOutputLine(line)),
            (_, var fault) => new LineOpening<IOutputLine>.Failed(fault),
        });
    }

    /// <summary>From here on the kernel counts; nothing takes its events yet.</summary>
    internal static (LineHandle? Line, string Fault) Request(InputSettings settings)
    {
        var request = new Gpio.LineRequest { EventBufferSize = Gpio.EventBufferMax };
        request.Config.Flags = Gpio.Input | Flags(settings);
        if (settings.Debounce > TimeSpan.Zero)
            Add(ref request.Config, Gpio.AttributeDebounce, (ulong)settings.Debounce.TotalMicroseconds);
        return Request(settings.Line, ref request);
    }

    private static ulong Flags(ActiveLevel active) => active == ActiveLevel.Low ? Gpio.ActiveLow : 0;

    private static ulong Flags(InputSettings settings) => Flags(settings.Active)
        | (settings.Edges == LineEdges.Both ? Gpio.EdgeRising | Gpio.EdgeFalling : Gpio.EdgeRising)
        | settings.Bias switch
        {
            LineBias.PullUp => Gpio.BiasPullUp,
            LineBias.PullDown => Gpio.BiasPullDown,
            LineBias.Off => Gpio.BiasOff,
            _ => 0,
        };

    private static void Add(ref Gpio.LineConfig config, uint attribute, ulong value)
    {
        // Of a debounce period the kernel reads the first 32 bits, and the others must be zero.
        config.Attributes[0] = new() { Id = attribute, Value = ToUnion(attribute, value), Mask = 1 };
        config.AttributeCount = 1;
    }

    private static ulong ToUnion(uint attribute, ulong value) =>
        attribute == Gpio.AttributeDebounce && !BitConverter.IsLittleEndian ? value << 32 : value;

    private static unsafe (LineHandle? Line, string Fault) Request(LineAddress address, ref Gpio.LineRequest request)
    {
        var (chip, missing) = Chips.Open(address);
        if (chip is null)
            return (null, missing);
        using (chip)
        {
            request.LineCount = 1;
            request.Offsets[0] = (uint)address.Offset;
            fixed (Gpio.LineRequest* start = &request)
            {
                Encoding.UTF8.GetBytes(Consumer, new Span<byte>(start->Consumer, Gpio.NameMax - 1));
                return Libc.Control(chip, Gpio.GetLine, start) < 0
                    ? (null, Describe(address))
                    : (new LineHandle(new SafeFileHandle(start->Descriptor, ownsHandle: true), address), "");
            }
        }
    }

    private static string Describe(LineAddress address) => Marshal.GetLastPInvokeError() switch
    {
        Libc.Busy => $"{address} is in use: see 'gpioinfo' for by whom, and end that.",
        Libc.AccessDenied or Libc.NotPermitted => $"{address} is not given to this user: add it to the group 'gpio'.",
        _ => $"{address} cannot be used so: {Marshal.GetLastPInvokeErrorMessage()}.",
    };
}
