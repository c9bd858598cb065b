namespace Jingu.Aggregator.Web.Entrance;

/// <summary>Where people sign in, and where they come to afterwards.</summary>
internal static class SignInAddress
{
    public const string Path = "/sign-in";
    private const int ReturnMax = 2000;

    /// <summary>True for what programs ask: they are told in JSON and led nowhere.</summary>
    public static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/live", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that leads back to what was asked for; what is not just shown again leads to the start.
    /// </summary>
    public static string ReturningTo(HttpRequest request)
    {
        var asked = request.Path + request.QueryString.ToUriComponent();
        return HttpMethods.IsGet(request.Method) && asked.Length <= ReturnMax && asked != "/"
            ? $"{Path}?return={Uri.EscapeDataString(asked)}"
            : Path;
    }
}
