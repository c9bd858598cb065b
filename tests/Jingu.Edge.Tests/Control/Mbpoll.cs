using System.Diagnostics;
using System.Globalization;

namespace Jingu.Edge.Tests.Control;

/// <summary>mbpoll, a program of others, as another client of a device behind Modbus TCP on this machine.</summary>
internal static class Mbpoll
{
    public const int Coils = 0;
    public const int Holding = 4;

    /// <summary>The values in order, parted by blanks; empty where nobody answers.</summary>
    /// <param name="type">As mbpoll counts them.</param>
    public static async Task<string> ReadAsync(int port, byte unitIdentifier, int type, int first, int count)
    {
        var start = new ProcessStartInfo("mbpoll", string.Create(
            CultureInfo.InvariantCulture,
            $"-m tcp -p {port} -a {unitIdentifier} -t {type} -r {first} -c {count} -0 -1 -o 10 127.0.0.1"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var mbpoll = Process.Start(start)!;
        var errors = mbpoll.StandardError.ReadToEndAsync();
        var lines = await mbpoll.StandardOutput.ReadToEndAsync();
        await errors;
        await mbpoll.WaitForExitAsync();
        return string.Join(' ', lines.Split('\n').Where(line => line.StartsWith('['))
            .Select(line => line.Split(':')[1].Trim()));
    }
}
