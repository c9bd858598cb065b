namespace Jingu.Simulators.Bench;

/// <summary>Where the programs under test lie.</summary>
internal sealed record ProgramPaths(string Edge, string Aggregator, string Broker)
{
    /// <summary>Debian puts daemons there, and users do not always have it on their path.</summary>
    private const string Daemons = "/usr/sbin";

    /// <summary>
    /// Edge and aggregator from the same build as the bench (artifacts/bin/PROJECT/CONFIGURATION/PROGRAM); where the
    /// bench itself is installed, the installed ones. The broker from the path.
    /// </summary>
    public static ProgramPaths Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var (configuration, projects) = (own.Name, own.Parent!.Parent!.FullName);
        return new(
            Built(projects, "Jingu.Edge", configuration, "jingu-edge"),
            Built(projects, "Jingu.Aggregator", configuration, "jingu-aggregator"),
            OnPath("mosquitto", "apt-get install mosquitto"));
    }

    private static string Built(string projects, string project, string configuration, string program)
    {
        var path = Path.Combine(projects, project, configuration, program);
        return File.Exists(path) ? path
            : IsInstalled && FindOnPath(program) is { } installed ? installed
            : throw new BenchException(
                ExitCodes.MachineLacks,
                $"{path} does not exist: start the bench by ./simulators/bench, which builds it.");
    }

    /// <summary>A package puts programs there, and builds never do.</summary>
    private static bool IsInstalled => AppContext.BaseDirectory.StartsWith("/usr/lib/", StringComparison.Ordinal);

    private static string OnPath(string program, string cure) =>
        FindOnPath(program)
        ?? throw new BenchException(ExitCodes.MachineLacks, $"{program} is not installed: {cure}.");

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append(Daemons)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
