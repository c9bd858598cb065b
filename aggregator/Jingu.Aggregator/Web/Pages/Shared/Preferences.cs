using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Localization;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>
/// Language and theme that a reader chose, in cookies that the server reads: nothing flashes, and it works without
/// script. Without a choice the browser decides both.
/// </summary>
internal static class Preferences
{
    /// <summary>Where the switches lead.</summary>
    public const string Path = "/preferences";

    /// <summary>The cookie of the language; its value is as ASP.NET Core writes it.</summary>
    public const string LanguageCookie = "jingu-language";

    /// <summary>In an address: the page alone, as it is printed.</summary>
    public const string PrintKey = "print";

    private const string ThemeCookie = "jingu-theme";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    /// <summary>light or dark; empty where the browser decides.</summary>
    public static string ThemeOf(HttpRequest request) =>
        request.Cookies[ThemeCookie] is { } theme and ("light" or "dark") ? theme : "";

    /// <summary>The address of a switch: it changes one thing and comes back.</summary>
    /// <remarks>A language that the address itself asks for would win over the choice: it is left out.</remarks>
    public static string Link(HttpRequest request, string name, string value) =>
        Path + QueryString.Create(name, value).Add(
            "back",
            request.Path + QueryString.Create(
                request.Query.Where(part => part.Key is not ("culture" or "ui-culture"))));

    public static void MapPreferences(this WebApplication app) =>
        app.MapGet(Path, Choose).Requires(Access.Open);

    private static IResult Choose(HttpContext context, string? language, string? theme, string? back)
    {
        var options = new CookieOptions
        {
            MaxAge = KeptFor,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            Secure = context.Request.IsHttps,
        };
        if (Texts.Cultures.Contains(language))
        {
            context.Response.Cookies.Append(
                LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new(language!)), options);
        }
        if (theme is "light" or "dark")
            context.Response.Cookies.Append(ThemeCookie, theme, options);
        else if (theme is "system")
            context.Response.Cookies.Delete(ThemeCookie);
        // An address of this dashboard only: nobody is led elsewhere.
        return Results.LocalRedirect(back is ['/', not ('/' or '\\'), ..] ? back : "/");
    }
}
