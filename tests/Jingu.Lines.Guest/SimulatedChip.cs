using System.Globalization;
using Jingu.Lines.Tests;

namespace Jingu.Lines.Guest;

/// <summary>
/// A chip of the kernel's own simulator, gpio-sim: real interrupts and a real character device, without hardware. Made
/// and driven by configfs and sysfs (Linux's Documentation/admin-guide/gpio/gpio-sim.rst).
/// </summary>
internal sealed class SimulatedChip : ILineRig
{
    private const int LineCount = 8;
    private static int _made;

    private readonly string _folder;

    public SimulatedChip(Func<ILines> open)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _made)}");
        _folder = $"/sys/kernel/config/gpio-sim/{name}";
        Chip = $"chip-{name}";
        Directory.CreateDirectory($"{_folder}/bank0");
        Write($"{_folder}/bank0/num_lines", LineCount.ToString(CultureInfo.InvariantCulture));
        Write($"{_folder}/bank0/label", Chip);
        Plug();
        Lines = open();
    }

    public ILines Lines { get; }

    public string Chip { get; }

    /// <summary>Such as gpiochip1; changes when the chip is plugged in again while the old one is held.</summary>
    public string KernelName => Read($"{_folder}/bank0/chip_name");

    public void Drive(int offset, bool isHigh) => Write($"{Line(offset)}/pull", isHigh ? "pull-up" : "pull-down");

    public bool Driven(int offset) => Read($"{Line(offset)}/value") == "1";

    public void Unplug() => Write($"{_folder}/live", "0");

    public void Plug() => Write($"{_folder}/live", "1");

    public ValueTask DisposeAsync()
    {
        if (Read($"{_folder}/live") == "1")
            Unplug();
        return ValueTask.CompletedTask;
    }

    private string Line(int offset) => string.Create(
        CultureInfo.InvariantCulture,
        $"/sys/devices/platform/{Read($"{_folder}/dev_name")}/{KernelName}/sim_gpio{offset}");

    private static string Read(string path) => File.ReadAllText(path).Trim();

    private static void Write(string path, string text) => File.WriteAllText(path, text);
}
