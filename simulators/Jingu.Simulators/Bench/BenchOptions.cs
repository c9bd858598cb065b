namespace Jingu.Simulators.Bench;

/// <summary>What was asked for on the command line; simulators/README.md tells what each means.</summary>
internal sealed record BenchOptions
{
    /// <summary>Local month such as 2017-03; null: a show that starts today.</summary>
    public string? Month { get; init; }

    /// <summary>
    /// Site seconds per machine second at most; 0: as fast as it goes; null: 0 for a month, <see cref="ShowSpeed"/> for
    /// a show.
    /// </summary>
    public double? Speed { get; init; }

    /// <summary>Ends by itself after the month; otherwise the dashboard stays up until Ctrl-C.</summary>
    public bool Headless { get; init; }

    /// <summary>Where the report goes; null: to the terminal only.</summary>
    public string? Report { get; init; }

    /// <summary>Folder of recordings; null: built-in shapes.</summary>
    public string? Recordings { get; init; }

    /// <summary>InfluxDB to store readings in; null: embedded SQLite.</summary>
    public Uri? Influx { get; init; }

    /// <summary>Its database; null: a new one, dropped at the end.</summary>
    public string? Database { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>File of faults; null: an undisturbed run.</summary>
    public string? Faults { get; init; }

    /// <summary>From poll to poll; a quarter of an hour is a whole number of it.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Working folder that stays; null: a passing one.</summary>
    public string? Keep { get; init; }

    /// <summary>Only the first hours of the month.</summary>
    public int? Hours { get; init; }

    /// <summary>Only the first local days of the month.</summary>
    public int? Days { get; init; }

    /// <summary>A small campus of so many units; null: the whole one.</summary>
    public int? Units { get; init; }

    /// <summary>All policies are drills: decided and recorded, nothing switched.</summary>
    public bool Drill { get; init; }

    /// <summary>No scripted people: what needs a person does not happen.</summary>
    public bool Nobody { get; init; }

    /// <summary>Buildings have chillers, and the manager orders an event for an afternoon.</summary>
    public bool DemandResponse { get; init; }

    /// <summary>The first unit has a lit office floor, whose lamps its gateway's rules move.</summary>
    public bool Lighting { get; init; }

    /// <summary>Whether serial lines are played; null: yes on the whole campus, no on a small one.</summary>
    public bool? Rtu { get; init; }

    /// <summary>A minute a second: fast enough to see something, slow enough to follow.</summary>
    public const double ShowSpeed = 60;
}
