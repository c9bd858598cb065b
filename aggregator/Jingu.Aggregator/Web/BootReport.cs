using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;

namespace Jingu.Aggregator.Web;

/// <summary>
/// A boot of a gateway on an untrusted clock. Without <paramref name="Begun"/> it is a case for a person.
/// </summary>
/// <param name="Entries">Entries that came without an instant.</param>
/// <param name="FirstSeconds">The earliest of them, since the boot.</param>
/// <param name="AtLatest">The boot began no later than this.</param>
/// <param name="Begun">The offset: instant = monotonic + this; absent while it is open.</param>
/// <param name="GivenBy">The person who gave it; absent: the gateway.</param>
internal sealed record BootReport(
    string Gateway,
    string Boot,
    bool IsOpen,
    long Entries,
    double? FirstSeconds,
    double? LastSeconds,
    DateTimeOffset? AtLatest,
    DateTimeOffset? LastArrived,
    DateTimeOffset? Begun,
    double? UncertaintySeconds,
    string? GivenBy,
    string? Why)
{
    /// <summary>Boots of gateways whose clocks were not trusted, and what dates what was read in them.</summary>
    public static async Task<ImmutableArray<BootReport>> AllAsync(RelationalStore relational, CancellationToken stop) =>
        [.. (await relational.BootsAsync(stop)).Select(Of)];

    public static BootReport Of(BootRow row) => new(
        row.Gateway.Value, row.Boot.ToString(), row.Dating is null, row.Entries, row.First?.TotalSeconds,
        row.Last?.TotalSeconds, row.AtLatest, row.Seen, row.Dating?.Begun, row.Dating?.Uncertainty.TotalSeconds,
        row.GivenBy, row.Why);
}
