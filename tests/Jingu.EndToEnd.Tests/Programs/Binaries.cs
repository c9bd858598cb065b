namespace Jingu.EndToEnd.Tests.Programs;

/// <summary>Where the programs under test were built, in the same configuration as these tests.</summary>
internal static class Binaries
{
    private static readonly string Configuration =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static readonly string Bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    public static string Bench => Of("Jingu.Simulators", "jingu-bench");

    public static string Edge => Of("Jingu.Edge", "jingu-edge");

    public static string Aggregator => Of("Jingu.Aggregator", "jingu-aggregator");

    /// <summary>Debian's own, for which python3-pymodbus is packaged.</summary>
    public const string SystemPython = "/usr/bin/python3";

    /// <summary>A foreign SDM630; prints its port.</summary>
    public static string Sdm630Server =>
        Path.Combine(Checkout, "tests", "Jingu.Modbus.Tests", "testdata", "sdm630_server.py");

    /// <summary>Foreign meters of DL/T 645 and CJ/T 188; prints their pseudo-terminal.</summary>
    public static string BcdMeters =>
        Path.Combine(Checkout, "tests", "Jingu.Modbus.Tests", "testdata", "bcd_meters.py");

    /// <summary>The script of axe-core, by which a page is judged in the browser.</summary>
    public static string Axe => Path.Combine(
        Checkout, "tests", "Jingu.EndToEnd.Tests", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Where the pictures of the READMEs lie.</summary>
    public static string Screenshots => Path.Combine(Checkout, "aggregator", "screenshots");

    private static string Checkout => Path.GetFullPath(Path.Combine(Bin, "..", ".."));

    private static string Of(string project, string name) => Path.Combine(Bin, project, Configuration, name);
}
