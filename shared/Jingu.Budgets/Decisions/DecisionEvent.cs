using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jingu.Contracts.Events;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// How a link of the chain travels: a gateway's event of kind <see cref="EventKinds.Decision"/>. Pure.
/// </summary>
public static class DecisionEvent
{
    private const string Chain = "chain";
    private const string Previous = "previous";
    private const string Hash = "hash";
    private const string Record = "record";

    /// <summary>The event that carries a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="subject">What was decided about.</param>
    /// <param name="at">When, site time, UTC.</param>
    /// <param name="text">One sentence for a person.</param>
    public static GatewayEvent Of(ChainLink link, string subject, DateTimeOffset at, string text) => new(
        EventKinds.Decision, at, subject, text,
        ImmutableSortedDictionary<string, string>.Empty
            .Add(Chain, link.Sequence.ToString(CultureInfo.InvariantCulture))
            .Add(Previous, Convert.ToHexStringLower(link.Previous.AsSpan()))
            .Add(Hash, Convert.ToHexStringLower(link.Hash.AsSpan()))
            .Add(Record, Encoding.UTF8.GetString(link.Content.AsSpan())));

    /// <summary>The link that an event carries; null for an event that carries none. Never throws.</summary>
    public static ChainLink? LinkOf(GatewayEvent happened) =>
        happened.Kind == EventKinds.Decision
        && long.TryParse(
            happened.Facts.GetValueOrDefault(Chain), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && Bytes(happened.Facts.GetValueOrDefault(Previous)) is { } previous
        && Bytes(happened.Facts.GetValueOrDefault(Hash)) is { } hash
        && happened.Facts.TryGetValue(Record, out var record)
            ? new(sequence, previous, [.. Encoding.UTF8.GetBytes(record)], hash)
            : null;

    private static ImmutableArray<byte>? Bytes(string? hex)
    {
        if (hex is null || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            return null;
        return [.. Convert.FromHexString(hex)];
    }
}
