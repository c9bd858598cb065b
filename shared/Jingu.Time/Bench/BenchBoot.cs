using System.Globalization;

namespace Jingu.Time.Bench;

/// <summary>
/// A boot that a bench makes up for a gateway whose clock nobody has set: it hands it over in the environment variable
/// <see cref="Variable"/>, in words parted by a space, instants in ticks as in <see cref="BenchProtocol"/>:
/// <c>BOOT BEGUN SHOWN TRUSTED</c>.
/// </summary>
/// <param name="Boot">Its id, 32 hexadecimal digits.</param>
/// <param name="Begun">When it began, by the bench's clock.</param>
/// <param name="Shown">What the gateway's clock showed then.</param>
/// <param name="Trusted">By the bench's clock, when the gateway's clock is set right.</param>
public sealed record BenchBoot(string Boot, DateTimeOffset Begun, DateTimeOffset Shown, DateTimeOffset Trusted)
{
    public const string Variable = "JINGU_BENCH_BOOT";

    /// <summary>Null without the variable; throws <see cref="FormatException"/> when it says something else.</summary>
    public static BenchBoot? OfEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => null,
        var text when text.Split(' ') is [var boot, var begun, var shown, var trusted] => new(
            boot, BenchProtocol.ParseInstant(begun), BenchProtocol.ParseInstant(shown),
            BenchProtocol.ParseInstant(trusted)),
        var text => throw new FormatException($"{Variable}={text} is no boot of a bench."),
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Boot} {Begun.UtcTicks} {Shown.UtcTicks} {Trusted.UtcTicks}");
}
