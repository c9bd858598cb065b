using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Jingu.Time;

namespace Jingu.Lines.NuGet;

/// <summary>
/// System.Device.Gpio 4.2.0 over libgpiod. It gives neither numbers nor times of edges nor debounce: they are numbered
/// and stamped when its callback comes. On libgpiod 1 it drops the bias of an input that is watched.
/// </summary>
public sealed class DeviceGpioLines(MachineTime time) : ILines
{
    public ValueTask<LineOpening<IInputLine>> OpenInputAsync(InputSettings settings, CancellationToken stop)
    {
        var mode = settings.Bias == LineBias.PullUp ? PinMode.InputPullUp
            : settings.Bias == LineBias.PullDown ? PinMode.InputPullDown : PinMode.Input;
        var (gpio, fault) = settings.Debounce != TimeSpan.Zero
            ? (null, "System.Device.Gpio cannot debounce: use 0ms.") : Open(settings.Line, mode, PinValue.Low);
        return ValueTask.FromResult<LineOpening<IInputLine>>(gpio is null
            ? new LineOpening<IInputLine>.Failed(fault)
            : new LineOpening<IInputLine>.Opened(new DeviceInput(gpio, settings, time)));
    }

    public ValueTask<LineOpening<IOutputLine>> OpenOutputAsync(OutputSettings settings, CancellationToken stop)
    {
        PinValue start = settings.IsActiveAtStart == (settings.Active == ActiveLevel.High);
        var (gpio, fault) = Open(settings.Line, PinMode.Output, start);
        return ValueTask.FromResult<LineOpening<IOutputLine>>(gpio is null
            ? new LineOpening<IOutputLine>.Failed(fault)
            : new LineOpening<IOutputLine>.Opened(new DeviceOutput(gpio, settings)));
    }

    private static (GpioController? Gpio, string Fault) Open(LineAddress line, PinMode mode, PinValue start)
    {
        GpioController? gpio = null;
        try
        {
            if (Driver(line.Chip) is not { } driver)
                return (null, $"there is no GPIO chip '{line.Chip}': is it plugged in, and the label right?");
            gpio = new(driver);
            gpio.OpenPin(line.Offset, mode, start);
            return (gpio, "");
        }
        catch (Exception e) when (IsLineGone(e))
        {
            gpio?.Dispose();
            return (null, $"{line} cannot be used: {e.Message}");
        }
    }

    /// <summary>The driver of the libgpiod that is installed: 2 speaks uAPI v2, 1 does not.</summary>
    private static UnixDriver? Driver(string label)
    {
        try
        {
            var chip = LibGpiodV2Driver.GetAvailableChips().FirstOrDefault(chip => chip.Label == label);
            return chip is null ? null : new LibGpiodV2Driver(chip);
        }
        catch (GpiodException e) when (e.InnerException is DllNotFoundException)
        {
            var chip = LibGpiodDriver.GetAvailableChips().FirstOrDefault(chip => chip.Label == label);
            return chip is null ? null : new LibGpiodDriver(chip);
        }
    }

    private static bool IsLineGone(Exception e) =>
        e is IOException or InvalidOperationException or PlatformNotSupportedException;

    private static LevelOutcome Read(GpioController gpio, LineAddress line, ActiveLevel active)
    {
        try
        {
            return new LevelOutcome.Level(gpio.Read(line.Offset) == PinValue.High == (active == ActiveLevel.High));
        }
        catch (Exception e) when (IsLineGone(e))
        {
            return new LevelOutcome.Gone(e.Message);
        }
    }

    private static ValueTask Close(GpioController gpio)
    {
        try
        {
            gpio.Dispose();
        }
        catch (Exception e) when (IsLineGone(e))
        {
            // What its own watching of an unplugged chip failed of.
        }
        return default;
    }

    private sealed class DeviceInput : IInputLine
    {
        private readonly GpioController _gpio;
        private readonly InputSettings _settings;
        private readonly EdgeQueue _queue;
        private long _sequence;

        public DeviceInput(GpioController gpio, InputSettings settings, MachineTime time)
        {
            (_gpio, _settings, _queue) = (gpio, settings, new EdgeQueue(time));
            gpio.RegisterCallbackForPinValueChangedEvent(
                settings.Line.Offset, PinEventTypes.Rising | PinEventTypes.Falling, (_, change) =>
                {
                    var isActive = change.ChangeType == PinEventTypes.Rising == (settings.Active == ActiveLevel.High);
                    if (isActive || settings.Edges == LineEdges.Both)
                        _queue.Put(new(isActive, time.GetElapsedTime(0), ++_sequence));
                });
        }

        public bool IsLasting => false;

        /// <summary>The library does not tell that a chip has gone: where nothing comes, the level tells.</summary>
        public async ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop)
        {
            var outcome = await _queue.TakeAsync(waitMax, stop);
            if (outcome is EdgesOutcome.Taken { Edges.Length: 0 } && await ReadAsync(stop) is LevelOutcome.Gone gone)
                return new EdgesOutcome.Gone(gone.Detail);
            return outcome;
        }

        public ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) =>
            ValueTask.FromResult(Read(_gpio, _settings.Line, _settings.Active));

        public ValueTask DisposeAsync() => Close(_gpio);
    }

    private sealed class DeviceOutput(GpioController gpio, OutputSettings settings) : IOutputLine
    {
        public ValueTask<LevelOutcome> SetAsync(bool isActive, CancellationToken stop)
        {
            try
            {
                gpio.Write(settings.Line.Offset, isActive == (settings.Active == ActiveLevel.High));
            }
            catch (Exception e) when (IsLineGone(e))
            {
                return ValueTask.FromResult<LevelOutcome>(new LevelOutcome.Gone(e.Message));
            }
            return ReadAsync(stop);
        }

        public ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) =>
            ValueTask.FromResult(Read(gpio, settings.Line, settings.Active));

        public ValueTask DisposeAsync() => Close(gpio);
    }
}
