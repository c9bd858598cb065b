using Jingu.Yaml;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Simulators.Faults;

/// <summary>What a faults file may name, and the period in which its faults may lie.</summary>
/// <param name="Gateways">The gateways of the campus.</param>
/// <param name="Meters">The meters of the campus.</param>
internal sealed record FaultScene(
    IReadOnlyList<string> Gateways,
    IReadOnlySet<string> Meters,
    DateTimeZone Zone,
    DateTimeOffset From,
    DateTimeOffset To)
{
    /// <summary>Switch points with a relay's contact.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Switch points with a valve.</summary>
    public IReadOnlyList<string> Valves { get; init; } = [];

    /// <summary>Lamps and groups that may be dimmed.</summary>
    public IReadOnlyList<string> Lamps { get; init; } = [];

    /// <summary>Boards with a wire of their own.</summary>
    public IReadOnlyList<string> Boards { get; init; } = [];

    /// <summary>Those of them that have lamps.</summary>
    public IReadOnlyList<string> LampBoards { get; init; } = [];

    /// <summary>Inverters of PV plants.</summary>
    public IReadOnlyList<string> Inverters { get; init; } = [];
}

/// <summary>
/// Reads <c>--faults FILE</c> (simulators/README.md describes it). Complains by <see cref="ConfigurationException"/>
/// with file, line and key. The same seed makes the same list of what is repeated with jitter.
/// </summary>
internal static class FaultFile
{
    public const string Aggregator = "aggregator";
    public const string Broker = "broker";
    private const string All = "all";
    private static readonly TimeSpan ForMax = TimeSpan.FromDays(31);
    private static readonly TimeSpan EveryMin = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, FaultKind> Kinds = new()
    {
        ["kill"] = FaultKind.Kill,
        ["stop"] = FaultKind.Stop,
        ["cut"] = FaultKind.Cut,
        ["replace-card"] = FaultKind.ReplaceCard,
        ["forgetful-broker"] = FaultKind.ForgetfulBroker,
        ["silence"] = FaultKind.Silence,
        ["clock-unset"] = FaultKind.ClockUnset,
        ["weld"] = FaultKind.Weld,
        ["stick-valve"] = FaultKind.StickValve,
        ["power-up-off"] = FaultKind.PowerUpOff,
        ["board-gone"] = FaultKind.BoardGone,
        ["lie"] = FaultKind.Lie,
        ["lamp-fails"] = FaultKind.LampFails,
        ["inverter-fault"] = FaultKind.InverterFault,
        ["snow"] = FaultKind.Snow,
        ["stale"] = FaultKind.Stale,
    };

    public static IReadOnlyList<Fault> Read(string file, FaultScene scene, int seed) =>
        Read(YamlMap.Load(file), scene, seed);

    /// <summary>All faults, the earliest first.</summary>
    public static IReadOnlyList<Fault> Read(YamlMap root, FaultScene scene, int seed)
    {
        root.Number("schema", 1, 1);
        var random = new Random(seed);
        var faults = root.List("faults")
            .SelectMany(item => ReadItem(item, scene, random))
            .OrderBy(fault => fault.At)
            .ToList();
        root.Done();
        return faults.Count > 0
            ? faults
            : throw root.Complaint("faults", "is empty: name at least one fault, or leave --faults away.");
    }

    private static List<Fault> ReadItem(YamlMap item, FaultScene scene, Random random)
    {
        var kind = item.Choice("do", Kinds);
        var targets = Targets(item, kind, scene);
        var lasts = For(item, kind);
        List<Fault> faults = (item.Has("at"), item.Has("every")) switch
        {
            (true, false) => [new(At(item, scene), kind, targets, lasts)],
            (false, true) => [.. Repeated(item, scene, random).Select(at => new Fault(at, kind, targets, lasts))],
            _ => throw item.Complaint("at", "give either 'at' (one instant in site time) or 'every' (a repetition)."),
        };
        item.Done();
        return faults;
    }

    private static TimeSpan For(YamlMap item, FaultKind kind) => kind switch
    {
        FaultKind.PowerUpOff => TimeSpan.Zero,
        FaultKind.Kill or FaultKind.Stop or FaultKind.ReplaceCard =>
            item.Duration("for", TimeSpan.Zero, ForMax, TimeSpan.Zero),
        _ => item.Duration("for", TimeSpan.FromSeconds(1), ForMax),
    };

    private static DateTimeOffset At(YamlMap item, FaultScene scene)
    {
        var at = item.Parsed("at", text => Instant(text, scene.Zone));
        return at > scene.From && at < scene.To
            ? at
            : throw item.Complaint(
                "at", $"lies outside the run, which goes from {Local(scene.From, scene)} to {Local(scene.To, scene)}.");
    }

    private static List<DateTimeOffset> Repeated(YamlMap item, FaultScene scene, Random random)
    {
        var every = item.Duration("every", EveryMin, ForMax);
        var jitter = item.Duration("jitter", TimeSpan.Zero, every, TimeSpan.Zero);
        var instants = new List<DateTimeOffset>();
        for (var at = scene.From + every; at + jitter < scene.To; at += every)
            instants.Add(at + TimeSpan.FromSeconds(Math.Floor(random.NextDouble() * jitter.TotalSeconds)));
        return instants.Count > 0
            ? instants
            : throw item.Complaint("every", "is longer than the run: nothing would happen.");
    }

    private static IReadOnlyList<string> Targets(YamlMap item, FaultKind kind, FaultScene scene)
    {
        if (kind == FaultKind.ForgetfulBroker)
        {
            return item.Text("target", Broker) == Broker
                ? [Broker]
                : throw item.Complaint("target", "leave it away: it is the broker.");
        }
        var target = item.Text("target");
        IReadOnlyList<string> allowed = kind switch
        {
            FaultKind.Silence => [.. scene.Meters],
            FaultKind.Weld => scene.Contacts,
            FaultKind.StickValve => scene.Valves,
            FaultKind.Lie or FaultKind.LampFails => scene.Lamps,
            FaultKind.PowerUpOff => [.. scene.Boards.Except(scene.LampBoards)],
            FaultKind.BoardGone => scene.Boards,
            FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale => scene.Inverters,
            FaultKind.Cut or FaultKind.ReplaceCard or FaultKind.ClockUnset => scene.Gateways,
            _ => [.. scene.Gateways, Aggregator, Broker],
        };
        var isProgram = kind is not (FaultKind.Silence or FaultKind.Weld or FaultKind.StickValve
            or FaultKind.PowerUpOff or FaultKind.BoardGone or FaultKind.Lie or FaultKind.LampFails
            or FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale);
        if (target == All && isProgram)
            return allowed;
        if (allowed.Contains(target))
            return [target];
        throw item.Complaint("target", isProgram
            ? $"'{target}' cannot be meant: use one of {string.Join(", ", allowed)}, {All}."
            : $"'{target}' is no {WordOf(kind)} of the campus: use a name such as {allowed.FirstOrDefault("(none)")}.");
    }

    private static string WordOf(FaultKind kind) => kind switch
    {
        FaultKind.Weld => "switch point with a contact",
        FaultKind.StickValve => "switch point with a valve",
        FaultKind.Lie or FaultKind.LampFails => "lamp that may be dimmed",
        FaultKind.PowerUpOff or FaultKind.BoardGone => "board",
        FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale => "inverter",
        _ => "meter",
    };

    private static DateTimeOffset Instant(string text, DateTimeZone zone)
    {
        var minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text);
        var local = minutes.Success ? minutes : LocalDateTimePattern.GeneralIso.Parse(text);
        return local.Success
            ? local.Value.InZoneLeniently(zone).ToInstant().ToDateTimeOffset()
            : throw new FormatException($"'{text}' is no local time of the site: write it as 2017-03-02T03:00.");
    }

    private static string Local(DateTimeOffset instant, FaultScene scene) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
            .Format(NodaTime.Instant.FromDateTimeOffset(instant).InZone(scene.Zone).LocalDateTime);
}
