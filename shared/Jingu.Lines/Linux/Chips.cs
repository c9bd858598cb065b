using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Lines.Linux;

/// <summary>
/// Finds GPIO chips by label, whichever number they have: a chip that is plugged in again may become another gpiochipN.
/// </summary>
internal static class Chips
{
    private const string Folder = "/dev";

    /// <summary>Opens the chip of a line; a sentence for the installer when there is none to use.</summary>
    public static (SafeFileHandle? Chip, string Fault) Open(LineAddress line)
    {
        var known = new List<string>();
        SafeFileHandle? found = null;
        var why = "";
        foreach (var path in Directory.EnumerateFiles(Folder, "gpiochip*").Order(StringComparer.Ordinal))
        {
            // Some systems keep an old number alive as a link to the chip.
            if (File.ResolveLinkTarget(path, returnFinalTarget: false) is not null)
                continue;
            var chip = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCloseOnExec);
            if (chip.IsInvalid)
            {
                why = $" {path} does not open ({Marshal.GetLastPInvokeErrorMessage()}): is this user in the group "
                    + "'gpio'?";
                continue;
            }
            var (label, lines) = Describe(chip);
            known.Add(label);
            if (label != line.Chip || found is not null || line.Offset >= lines)
                chip.Dispose();
            if (label != line.Chip)
                continue;
            if (found is not null)
            {
                found.Dispose();
                return (null, $"two GPIO chips are labelled '{label}': only one of them may be.");
            }
            if (line.Offset >= lines)
                return (null, $"{label} has lines 0 to {lines - 1}: there is no line {line.Offset}.");
            found = chip;
        }
        return found is null ? (null, Missing(line.Chip, known) + why) : (found, "");
    }

    private static string Missing(string label, List<string> known) => known.Count == 0
        ? $"there is no GPIO chip '{label}', nor any other: is its driver loaded?"
        : $"there is no GPIO chip '{label}', only {string.Join(", ", known)}: is it plugged in, and the label right?";

    private static unsafe (string Label, long Lines) Describe(SafeFileHandle chip)
    {
        var info = default(Gpio.ChipDescription);
        return Libc.Control(chip, Gpio.GetChipDescription, &info) < 0
            ? ("", 0)
            : (Text(new ReadOnlySpan<byte>(info.Label, Gpio.NameMax)), info.Lines);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
