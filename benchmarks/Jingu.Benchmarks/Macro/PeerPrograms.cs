namespace Jingu.Benchmarks.Macro;

/// <summary>
/// Compiles and fetches what the peers are made of, once for each content of their sources; says what a machine lacks.
/// </summary>
internal static class PeerPrograms
{
    public const string CollectdProgram = "/usr/sbin/collectd";

    private static readonly string[] LimitLibraries = ["-I/usr/include/modbus", "-lmodbus", "-lmosquitto", "-lpthread"];
    private static readonly Dictionary<string, string?> Compiled = [];

    /// <summary>The farm; without it nothing is measured.</summary>
    public static Task<string?> FarmAsync() => CompileAsync("farm", []);

    public static Task<string?> LimitAsync() => CompileAsync("limit", LimitLibraries);

    /// <summary>A file among the fetched packages.</summary>
    public static string InNode(string file) => Path.Combine(Checkout.PeersBuilt, "npm", file);

    public static async Task<string?> NodeAsync()
    {
        var folder = Directory.CreateDirectory(InNode("")).FullName;
        foreach (var source in Directory.EnumerateFiles(Checkout.Peers).Where(
            file => Path.GetExtension(file) is ".js" or ".json"))
        {
            File.Copy(source, InNode(Path.GetFileName(source)), overwrite: true);
        }
        var (wanted, fetched) = (
            await File.ReadAllTextAsync(InNode("package-lock.json")), InNode("fetched-package-lock.json"));
        if (File.Exists(fetched) && await File.ReadAllTextAsync(fetched) == wanted)
            return null;
        if (await Lab.CommandAsync(
            folder, "timeout", "300", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
            is { } why)
        {
            return $"npm ci does not get its packages ({why})";
        }
        await File.WriteAllTextAsync(fetched, wanted);
        return null;
    }

    public static Task<string?> CollectdAsync() => Task.FromResult(
        !File.Exists(CollectdProgram) ? "collectd-core is not installed"
        : !File.Exists("/usr/lib/collectd/modbus.so") || !File.Exists("/usr/lib/collectd/mqtt.so")
            ? "collectd's plugins modbus and mqtt are not installed"
            : null);

    private static async Task<string?> CompileAsync(string name, string[] libraries)
    {
        if (Compiled.TryGetValue(name, out var known))
            return known;
        Directory.CreateDirectory(Checkout.PeersBuilt);
        return Compiled[name] = await Lab.CommandAsync(
            Checkout.Peers, "gcc",
            [
                "-O2", "-Wall", "-Wextra", "-Werror", "-o", Path.Combine(Checkout.PeersBuilt, name), $"{name}.c",
                .. libraries,
            ]);
    }
}
