namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// What the browser keeps of a session. No script reads it, no other site sends it, and where the request came by
/// https it travels by nothing else.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "jingu-session";

    public static string? Read(HttpContext context) =>
        context.Request.Cookies.TryGetValue(Name, out var secret) && !string.IsNullOrEmpty(secret) ? secret : null;

    public static void Write(HttpContext context, string secret) =>
        context.Response.Cookies.Append(Name, secret, Options(context));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
