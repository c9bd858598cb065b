using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Events;

/// <summary>
/// What dates everything taken in one boot on an untrusted clock: instant = monotonic + <paramref name="Begun"/>, plus
/// or minus <paramref name="Uncertainty"/>. Travels as the facts of one event.
/// </summary>
/// <param name="Begun">The instant of the boot, UTC: the offset of its monotonic clock.</param>
public sealed record BootDating(BootId Boot, DateTimeOffset Begun, TimeSpan Uncertainty)
{
    private const string BootFact = "boot";
    private const string OffsetFact = "offsetMs";
    private const string UncertaintyFact = "uncertaintyMs";

    public GatewayEvent ToEvent(DateTimeOffset at, string gateway, string how) => new(
        EventKinds.BootDated, at, gateway,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Boot {Boot}: instant = monotonic + {Begun:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}, plus or minus "
                + $"{Uncertainty.TotalSeconds:0.###} s ({how})."),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(BootFact, Boot.ToString())
            .Add(OffsetFact, Begun.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))
            .Add(UncertaintyFact, ((long)Uncertainty.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Null for an event of another kind, and for facts that make no offset.</summary>
    public static BootDating? Of(GatewayEvent happened)
    {
        if (happened.Kind != EventKinds.BootDated
            || !happened.Facts.TryGetValue(BootFact, out var boot)
            || boot.Length != 2 * BootId.Size || !boot.All(char.IsAsciiHexDigit)
            || Number(happened, OffsetFact) is not { } offset
            || Number(happened, UncertaintyFact) is not { } uncertainty
            || offset < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || offset > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || uncertainty is < 0 or > int.MaxValue)
        {
            return null;
        }
        return new(
            BootId.Parse(boot), DateTimeOffset.FromUnixTimeMilliseconds(offset),
            TimeSpan.FromMilliseconds(uncertainty));
    }

    private static long? Number(GatewayEvent happened, string fact) =>
        happened.Facts.TryGetValue(fact, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
