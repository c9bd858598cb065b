namespace Jingu.Simulators.Bench;

/// <summary>Which options go together, and within which limits.</summary>
internal static class OptionRules
{
    private const int QuarterSeconds = 900;

    /// <summary>A sentence about the first option that cannot be; null when all are good.</summary>
    public static string? Complaint(BenchOptions options) => Values(options) ?? Month(options) ?? Files(options);

    private static string? Values(BenchOptions options) => options switch
    {
        { Speed: < 0 } => "--speed: 0 (as fast as it goes) or more.",
        { Period.TotalSeconds: < 5 or > QuarterSeconds } => "--period: 5 to 900 seconds.",
        { Period.TotalSeconds: var period } when QuarterSeconds % period != 0 =>
            "--period: a quarter of an hour must be a whole number of periods.",
        { Units: < 1 or > 26 } => "--units: 1 to 26.",
        { DemandResponse: true, Drill: true } => "--demand-response, --drill: in a drill nothing is shed; give one.",
        { DemandResponse: true, Lighting: true } =>
            "--demand-response, --lighting: an event is judged by loads that nobody else moves; give one.",
        { Seed: < 0 } => "--seed: 0 or more.",
        { Database: not null, Influx: null } => "--database names a database of --influx URL: give that too.",
        _ => null,
    };

    private static string? Month(BenchOptions options) => options switch
    {
        { Month: not null } => null,
        { Headless: true } => "--headless ends after a month: name it by --month.",
        { Recordings: not null } => "--data: recordings lie in the past: name a month of theirs by --month.",
        { Faults: not null } => "--faults: the instants of faults need a month: name it by --month.",
        { DemandResponse: true } => "--demand-response: an afternoon of a month, best in summer: name it by --month.",
        { Hours: not null } or { Days: not null } => "--hours, --days: parts of a month: name it by --month.",
        _ => null,
    };

    private static string? Files(BenchOptions options) => options switch
    {
        { Recordings: { } folder } when !Directory.Exists(folder) => $"--data {folder}: no such folder.",
        { Faults: { } file } when !File.Exists(file) => $"--faults {file}: no such file.",
        { Report: { } file } when !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) =>
            $"--report {file}: no such folder.",
        _ => null,
    };
}
