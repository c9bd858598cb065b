using System.Collections.Frozen;
using System.Text.Json;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Configuration;

/// <summary>The words of files and API for the site's enumerations.</summary>
internal static class Words
{
    public static readonly FrozenDictionary<string, Resource> Resources = Of<Resource>();
    public static readonly FrozenDictionary<string, FlowDirection> Directions = Of<FlowDirection>();
    public static readonly FrozenDictionary<string, PointRole> Roles = Of<PointRole>();

    /// <summary>Such as <c>lighting-sockets</c>.</summary>
    public static readonly FrozenDictionary<string, SubItem> SubItems = Enum.GetValues<SubItem>()
        .ToFrozenDictionary(item => JsonNamingPolicy.KebabCaseLower.ConvertName(item.ToString()));

    /// <summary>The word of a value: its name in lower case.</summary>
    public static string Of(Enum value) => value.ToString().ToLowerInvariant();

    private static FrozenDictionary<string, T> Of<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(value => Of((Enum)value));
}
