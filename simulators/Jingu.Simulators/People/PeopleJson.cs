using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jingu.Simulators.People;

/// <summary>The body of <c>POST /api/commands</c>; what an action does not need is left out.</summary>
internal sealed record CommandBody(
    string Action, string Unit, string Resource, string By, string Reason, string? Decision, string? Month,
    long? Amount);

/// <summary>Its answer: what was issued, or the proposal that waits for a second person.</summary>
internal sealed record CommandAnswer(string? Id, string? Gateway, string? Proposal);

/// <summary>The body of <c>POST /api/proposals/ID/confirm</c>.</summary>
internal sealed record ConfirmBody(string By, string Reason);

/// <summary>The body of <c>POST /api/planning/adjustments</c>.</summary>
internal sealed record ImportBody(string Import, string Actor, string Reason, ImmutableArray<TransferRow> Rows);

/// <summary>One adjustment of kind transfer.</summary>
internal sealed record TransferRow(
    string Id, string Kind, string Unit, string ToUnit, string Resource, string Month, string Amount, string Reason);

/// <summary>The JSON that people send and get.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(ConfirmBody))]
internal sealed partial class PeopleJson : JsonSerializerContext;
