using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;

namespace Jingu.Contracts.Commands;

/// <summary>
/// What a person asks one gateway to do, once. Signed by the aggregator; a second message with the same id, or one
/// after its time, does nothing.
/// </summary>
/// <param name="Schema">1.</param>
/// <param name="Id">Random, 32 hex digits. Never used twice.</param>
/// <param name="Site">Addressee.</param>
/// <param name="Gateway">Addressee.</param>
/// <param name="Issued">Site time, UTC.</param>
/// <param name="NotAfter">Site time after which it does nothing; at most <see cref="ValidMax"/> after
/// <paramref name="Issued"/>.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="Action">What to do.</param>
public sealed record Command(
    int Schema,
    string Id,
    SiteId Site,
    GatewayId Gateway,
    DateTimeOffset Issued,
    DateTimeOffset NotAfter,
    string By,
    string Reason,
    CommandAction Action)
{
    /// <summary>The type that <see cref="Jws"/> demands.</summary>
    public const string Type = "jingu-command";

    /// <summary>No command stays valid longer.</summary>
    public static readonly TimeSpan ValidMax = TimeSpan.FromDays(7);

    private const int IdDigits = 32;
    private const int TextMax = 500;

    /// <summary>Why the shape of it is wrong; null when it is right. Looks at no clock.</summary>
    public string? Objection() => this switch
    {
        { Schema: not 1 } => $"its schema is {Schema}, this program knows 1",
        { Id: null } or { Id.Length: not IdDigits } => $"its id is not of {IdDigits} hex digits",
        _ when !Id.All(char.IsAsciiHexDigitLower) => $"its id is not of {IdDigits} hex digits",
        { By: null or "" } or { Reason: null or "" } => "it does not say who asked and why",
        _ when By.Length > TextMax || Reason.Length > TextMax => $"its texts have more than {TextMax} characters",
        { Action: null } => "it does not say what to do",
        _ when NotAfter <= Issued || NotAfter - Issued > ValidMax =>
            $"it is valid from {Issued:O} to {NotAfter:O}, {ValidMax.TotalDays:0} days at most",
        { Action: CommandAction.Curtail { Until: var until } } when until <= Issued || until - Issued > ValidMax =>
            $"it would end at {until:O}, and that lies not within {ValidMax.TotalDays:0} days after {Issued:O}",
        { Action: CommandAction.OverrideZone { Until: { } until } }
            when until <= Issued || until - Issued > CommandAction.OverrideZone.HoldsMax =>
            $"it would end at {until:O}, and that lies not within "
            + $"{CommandAction.OverrideZone.HoldsMax.TotalHours:0} h after {Issued:O}",
        _ => Action.Objection(),
    };
}
