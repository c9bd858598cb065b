using System.Diagnostics;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// Meters in a Python program on a pseudo-terminal; they go, terminal and all, when this is disposed.
/// </summary>
internal sealed class BcdMeters : IDisposable
{
    private readonly Process _program;

    private BcdMeters(Process program, string device) => (_program, Device) = (program, device);

    /// <summary>Such as <c>/dev/pts/7</c>.</summary>
    public string Device { get; }

    /// <param name="meters">As the script has them: <c>dlt645/ADDRESS/IDENTIFIER=DIGITS,...</c></param>
    public static async Task<BcdMeters> StartAsync(params string[] meters)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "bcd_meters.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script, .. meters])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var program = Process.Start(start)!;
        var device = await program.StandardOutput.ReadLineAsync();
        return new(program, device ?? throw new InvalidOperationException(script));
    }

    /// <summary>Spoils the next answers, one for each word.</summary>
    public void Spoil(params string[] faults)
    {
        foreach (var fault in faults)
            _program.StandardInput.WriteLine(fault);
        _program.StandardInput.Flush();
    }

    public void Dispose()
    {
        _program.Kill();
        _program.WaitForExit();
        _program.Dispose();
    }
}
