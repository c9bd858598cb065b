using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>A boot of a gateway from which entries came without an instant.</summary>
/// <param name="Entries">How many.</param>
/// <param name="First">The earliest of them, since the boot; null when none has come.</param>
/// <param name="AtLatest">The boot began no later: nothing arrives before it is taken. Close to the truth where the
/// gateway could deliver.</param>
/// <param name="Seen">When the latest of them arrived.</param>
/// <param name="Dating">The offset; null: nobody has given it yet.</param>
/// <param name="GivenBy">The person who gave it; null: the gateway.</param>
internal sealed record BootRow(
    GatewayId Gateway,
    BootId Boot,
    long Entries,
    TimeSpan? First,
    TimeSpan? Last,
    DateTimeOffset? AtLatest,
    DateTimeOffset? Seen,
    BootDating? Dating,
    string? GivenBy,
    string? Why);

/// <summary>Undated entries of one boot that a drain parks.</summary>
internal sealed record SeenBoot(
    GatewayId Gateway, BootId Boot, long Entries, TimeSpan First, TimeSpan Last, DateTimeOffset At);
