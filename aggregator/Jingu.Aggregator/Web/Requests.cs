using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;

namespace Jingu.Aggregator.Web;

/// <summary>What every address that people post to or ask checks alike, and how it says no.</summary>
internal static class Requests
{
    private const int TextMax = 200;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>A body of JSON; null where it is none, or says what nobody asks for.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken stop)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Strict, stop);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly Actor Nobody = new("", null);

    /// <summary>Whoever orders something says why, and may be recorded to have done it.</summary>
    /// <returns>Who is recorded, or a sentence what is wrong.</returns>
    public static (Actor Actor, string? Complaint) Ordered(Visit visit, string? by, string? reason)
    {
        var (actor, complaint) = visit.ActorFor(by);
        if (complaint is not null)
            return (Nobody, $"by: {complaint}");
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > TextMax)
            return (Nobody, $"reason: say why, in 1 to {TextMax} characters.");
        visit.Reason = reason;
        return (actor!, null);
    }

    /// <summary>400, for addresses that know JSON and CSV.</summary>
    public static IResult WrongFormat(string? format) => Bad($"'{format}' is no format: use json or csv.");

    /// <summary>400, with a sentence.</summary>
    public static IResult Bad(string sentence) =>
        Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);
}
