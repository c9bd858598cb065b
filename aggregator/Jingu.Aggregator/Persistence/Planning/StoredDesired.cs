using Jingu.Budgets.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>The newest desired state of a gateway.</summary>
/// <param name="Key">Name of the key that signed it.</param>
/// <param name="Message">As it is published.</param>
/// <param name="Applied">The version that the gateway says is in force; null before its first receipt.</param>
/// <param name="Refused">The gateway's last refusal; null without one.</param>
internal sealed record StoredDesired(
    GatewayId Gateway, long Version, string Key, DesiredState State, byte[] Message, long? Applied,
    DateTimeOffset? AppliedAt, string? Refused, DateTimeOffset? RefusedAt)
{
    /// <summary>
    /// True when the gateway runs it, or has refused something since it was issued: then it comes again with the
    /// gateway's next connection and not before.
    /// </summary>
    public bool IsAnswered => Applied >= Version || RefusedAt >= State.Issued;
}

/// <param name="State">issued, done or refused.</param>
/// <param name="Answer">The gateway's sentence; null before it.</param>
internal sealed record StoredCommand(
    Command Command, byte[] Message, string State, DateTimeOffset? AnsweredAt, string? Answer)
{
    /// <summary>The same, or expired: its time is over, and nobody answered.</summary>
    public string StateAt(DateTimeOffset now) => State == "issued" && Command.NotAfter <= now ? "expired" : State;
}

/// <summary>What a grant code is to give.</summary>
internal sealed record GrantOrder(
    UnitId Unit, Resource Resource, long Amount, string By, string Reason, GatewayId? Gateway = null);

/// <summary>
/// What a gateway booked: a code that was used on site, or an emergency allowance that was selected. Texts as the
/// gateway wrote them.
/// </summary>
/// <param name="Kind">Of the adjustment that it becomes.</param>
internal sealed record BookedOnSite(
    string Name, string Unit, string Resource, string Month, long Amount, string By, string Kind);
