using System.Globalization;
using Jingu.Lines.I2c;

namespace Jingu.Lines.Simulated;

/// <summary>
/// What a simulator and a gateway say to each other over a loopback socket, one line of text per message, one
/// connection per line of a chip or part of an I2C bus; the gateway asks, the simulator answers:
/// <code>
/// in high|low rising|both OFFSET CHIP     ok, or: no SENTENCE
/// out high|low 0|1 OFFSET CHIP            ok, or: no SENTENCE
/// take MILLISECONDS                       edges SEQUENCE [LEVEL:TICKS:SEQUENCE ...], or: gone SENTENCE
/// read                                    level 0|1, or: gone SENTENCE
/// set 0|1                                 level 0|1, or: gone SENTENCE
/// light BUS ADDRESS                       ok, or: no SENTENCE
/// measure                                 counts 0..65535, or: gone SENTENCE
/// </code>
/// Levels are of activity: 1 is active.
/// </summary>
internal static class SimulatedProtocol
{
    public const string Ok = "ok";
    public const string No = "no ";
    public const string Gone = "gone ";
    public const string Read = "read";
    public const string Measure = "measure";

    public static string Open(InputSettings settings) =>
        $"in {Word(settings.Active)} {(settings.Edges == LineEdges.Both ? "both" : "rising")} {Word(settings.Line)}";

    public static string Open(OutputSettings settings) =>
        $"out {Word(settings.Active)} {Word(settings.IsActiveAtStart)} {Word(settings.Line)}";

    public static string Open(I2cAddress part) =>
        string.Create(CultureInfo.InvariantCulture, $"light {part.Bus} {part.Part}");

    public static string Take(TimeSpan waitMax) =>
        string.Create(CultureInfo.InvariantCulture, $"take {(long)Math.Max(0, waitMax.TotalMilliseconds)}");

    public static string Set(bool isActive) => $"set {Word(isActive)}";

    public static string Level(bool isActive) => $"level {Word(isActive)}";

    public static string Edges(EdgesOutcome.Taken taken) => string.Create(
        CultureInfo.InvariantCulture,
        $"edges {taken.Sequence}{string.Concat(taken.Edges.Select(edge =>
            string.Create(CultureInfo.InvariantCulture, $" {Word(edge.IsActive)}:{edge.At.Ticks}:{edge.Sequence}")))}");

    public static EdgesOutcome ParseEdges(string answer)
    {
        var words = answer.Split(' ');
        return words[0] == "edges"
            ? new EdgesOutcome.Taken(
                [.. words[2..].Select(ParseEdge)], long.Parse(words[1], CultureInfo.InvariantCulture))
            : new EdgesOutcome.Gone(Sentence(answer));
    }

    public static LevelOutcome ParseLevel(string answer) => answer.Split(' ') is ["level", var level]
        ? new LevelOutcome.Level(level == "1")
        : new LevelOutcome.Gone(Sentence(answer));

    public static string Counts(ushort counts) => string.Create(CultureInfo.InvariantCulture, $"counts {counts}");

    public static LightOutcome ParseLight(string answer) => answer.Split(' ') is ["counts", var counts]
        ? new LightOutcome.Light(Bh1750.LuxOf(ushort.Parse(counts, CultureInfo.InvariantCulture)))
        : new LightOutcome.Gone(Sentence(answer));

    public static string Sentence(string answer) => answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public static ActiveLevel ParseActive(string word) => word == "low" ? ActiveLevel.Low : ActiveLevel.High;

    private static LineEdge ParseEdge(string word)
    {
        var parts = word.Split(':');
        return new(
            parts[0] == "1", TimeSpan.FromTicks(long.Parse(parts[1], CultureInfo.InvariantCulture)),
            long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static string Word(bool isActive) => isActive ? "1" : "0";

    private static string Word(ActiveLevel active) => active == ActiveLevel.Low ? "low" : "high";

    private static string Word(LineAddress line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Offset} {line.Chip}");
}
