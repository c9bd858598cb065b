using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Yaml;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Simulators.People;

/// <summary>The declared people: when they look at their messages, and what they do then. Immutable.</summary>
/// <param name="From">The first look of a local day.</param>
/// <param name="Until">No look after this.</param>
/// <param name="Every">From look to look.</param>
internal sealed record PeoplePlan(
    LocalTime From, LocalTime Until, TimeSpan Every, ImmutableArray<Reaction> Reactions)
{
    private const string FileName = "people.yaml";
    private const int PercentMax = 1000;

    /// <summary>
    /// Looks lie so many seconds after the full minute: between all polls and ticks, which are at multiples of five
    /// seconds and one second later, so that everybody is at rest and the same seed gives the same.
    /// </summary>
    private const int Beside = 37;

    private static readonly TimeSpan AfterMax = TimeSpan.FromDays(7);

    private static readonly Dictionary<string, Deed> Deeds = new()
    {
        ["approve"] = Deed.Approve,
        ["extend"] = Deed.Extend,
        ["transfer"] = Deed.Transfer,
        ["select-emergency"] = Deed.SelectEmergency,
        ["confirm-restore"] = Deed.ConfirmRestore,
    };

    /// <summary>Those of the bench.</summary>
    public static PeoplePlan Declared()
    {
        using var stream = typeof(PeoplePlan).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return Read(YamlMap.Parse(reader.ReadToEnd(), FileName));
    }

    /// <summary>Complains by <see cref="ConfigurationException"/> with line and key.</summary>
    public static PeoplePlan Read(YamlMap root)
    {
        root.Number("schema", 1, 1);
        var looks = root.Map("looks") ?? throw root.Complaint("looks", "is missing: say when people look.");
        var plan = new PeoplePlan(
            looks.Parsed("from", Time), looks.Parsed("until", Time),
            looks.Duration("every", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            [.. root.List("reactions").Select(Reacts)]);
        looks.Done();
        root.Done();
        return plan;
    }

    /// <summary>The first look after an instant.</summary>
    public DateTimeOffset NextLook(DateTimeOffset now, DateTimeZone zone)
    {
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        for (var day = today; ; day = day.PlusDays(1))
        {
            var last = At(day, Until, zone);
            for (var look = At(day, From, zone); look <= last; look += Every)
            {
                if (look > now)
                    return look;
            }
        }
    }

    private static DateTimeOffset At(LocalDate day, LocalTime time, DateTimeZone zone) =>
        (day + time).PlusSeconds(Beside).InZoneLeniently(zone).ToInstant().ToDateTimeOffset();

    private static Reaction Reacts(YamlMap item)
    {
        var deed = item.Choice("do", Deeds);
        var reaction = new Reaction(
            item.Choice("who", new Dictionary<string, string> { ["manager"] = "manager", ["contact"] = "contact" }),
            item.Text("on"),
            item.Choice("of", new Dictionary<string, Resource?>
            {
                ["electricity"] = Resource.Electricity,
                ["water"] = Resource.Water,
            }, null),
            item.Duration("after", TimeSpan.Zero, AfterMax),
            deed,
            deed is Deed.Extend or Deed.Transfer ? (int)item.Number("percent", 1, PercentMax) : 0,
            (int)item.Number("most", 1, int.MaxValue, int.MaxValue));
        item.Done();
        return reaction;
    }

    private static LocalTime Time(string text)
    {
        var time = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text);
        return time.Success ? time.Value : throw new FormatException($"'{text}' is no time: write it as 07:20.");
    }
}
