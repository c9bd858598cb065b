using System.CommandLine;
using System.Globalization;
using Jingu.Edge.Commissioning;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>The options by which a person declares something of a register.</summary>
internal sealed class DeclarationOptions
{
    /// <summary>Longest name, reason or serial number.</summary>
    public const int TextMax = 200;

    private const decimal BasePerShown = 1000;
    private const decimal ShownMax = 1_000_000_000;

    public Option<string> Config { get; } = CommonOptions.Config();

    public Option<string?> By { get; } = new("--by") { Description = "Who says so.", HelpName = "NAME" };

    public Option<string> Reason { get; } = new("--reason")
    {
        Description = "Why, in a few words.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    public Option<string?> Closing { get; } = new("--closing")
    {
        Description = "What the old meter showed when it was taken down, as its display does: kWh or m3.",
        HelpName = "READING",
    };

    public Option<string?> Opening { get; } = new("--opening")
    {
        Description = "What the new meter showed when it was hung up: kWh or m3.",
        HelpName = "READING",
    };

    public Option<string> Serial { get; } = new("--serial")
    {
        Description = "The new meter's serial number.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    public Option<string?> At { get; } = new("--at")
    {
        Description = "When, with offset: 2026-03-05T10:00:00+08:00. Default: where the register changed, or now.",
        HelpName = "INSTANT",
    };

    public Option<int> Wait { get; } = new("--wait")
    {
        Description = "Seconds to wait for the gateway's answer, 0 to 3600.",
        DefaultValueFactory = _ => 5,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object or list instead of text." };

    /// <summary>Who declares it and why; throws where nobody is named.</summary>
    public (string By, string Reason) Author(ParseResult parsed)
    {
        var by = Bounded(By.Name, parsed.GetValue(By));
        return by.Length > 0
            ? (by, Bounded(parsed, Reason))
            : throw new ConfigurationException("--by", "say who declares this: no record holds up without a name.");
    }

    public static string Bounded(ParseResult parsed, Option<string> option) =>
        Bounded(option.Name, parsed.GetValue(option));

    public DateTimeOffset? Instant(ParseResult parsed) => Instant(At, parsed);

    public static DateTimeOffset? Instant(Option<string?> option, ParseResult parsed)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        try
        {
            return DatedText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(option.Name, e.Message);
        }
    }

    public TimeSpan Waits(ParseResult parsed) => parsed.GetValue(Wait) is >= 0 and <= 3600 and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new ConfigurationException("--wait", "give whole seconds from 0 to 3600.");

    /// <summary>A reading in kWh or m3 as Wh or L; null where the option is absent.</summary>
    public static decimal? Reading(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? Reading(option.Name, text) : null;

    /// <summary>A reading in kWh or m3 as Wh or L, with the decimals that were written.</summary>
    public static decimal Reading(string name, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var shown)
        && shown <= ShownMax
            ? shown * BasePerShown
            : throw new ConfigurationException(
                name, $"'{text}' is no reading: write what the display shows in kWh or m3, such as 1234.56.");

    private static string Bounded(string name, string? text) => (text ?? "").Trim() is { Length: <= TextMax } trimmed
        ? trimmed
        : throw new ConfigurationException(name, $"is longer than {TextMax} characters: shorten it.");
}
