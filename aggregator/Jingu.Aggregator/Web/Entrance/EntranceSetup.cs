using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>What signing in needs, and where in the pipeline it stands.</summary>
internal static class EntranceSetup
{
    /// <summary>Scripts of our own pages send the antiforgery token in it.</summary>
    public const string AntiforgeryHeader = "X-Antiforgery";

    private const string KeyFolder = "keys";

    public static void AddEntrance(this IServiceCollection services, AggregatorSettings settings)
    {
        services
            .AddSingleton<UserStore>()
            .AddSingleton<SessionStore>()
            .AddSingleton<TokenStore>()
            .AddSingleton<TokenDesk>()
            .AddSingleton<PeopleDesk>()
            .AddSingleton<AttemptStore>()
            .AddSingleton<AuditStore>()
            .AddSingleton<Passwords>()
            .AddSingleton<NobodysEntries>()
            .AddSingleton<Auditing>()
            .AddSingleton<SigningIn>()
            .AddScoped<Visit>();
        services.AddDataProtection().SetApplicationName("jingu").PersistKeysToFileSystem(
            new(KeyFolderOf(settings)));
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryHeader;
            options.Cookie.Name = "jingu-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The policy of content says who may frame a page.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var proxy in settings.Proxies)
                options.KnownProxies.Add(proxy);
        });
    }

    /// <summary>Makes the folder of the keys that protect forms, for its owner alone.</summary>
    public static void MakeKeyFolder(AggregatorSettings settings)
    {
        var folder = Directory.CreateDirectory(KeyFolderOf(settings));
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    }

    /// <summary>Stands before anything that says where a request comes from.</summary>
    public static void UseProxies(this WebApplication app, AggregatorSettings settings)
    {
        // With no proxy known, the middleware would believe every one.
        if (!settings.Proxies.IsEmpty)
            app.UseForwardedHeaders();
    }

    /// <summary>Stands behind routing, which says what rule there is.</summary>
    public static void UseEntrance(this WebApplication app) => app.UseMiddleware<EntranceDoor>();

    public static void MapEntrance(this WebApplication app)
    {
        app.MapPost("/sign-out", SignOutAsync).Requires(Access.SignedIn);
        app.MapGet("/api/me", Me).Requires(Access.SignedIn);
        app.MapOwnAccount();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionStore sessions, CancellationToken stop)
    {
        if (SessionCookie.Read(context) is { } secret)
            await sessions.EndAsync(secret, stop);
        SessionCookie.Remove(context);
        return Results.Redirect(SignInAddress.Path);
    }

    /// <summary>Who asks, what they may do, and for people the token that their scripts send with changes.</summary>
    private static IResult Me(HttpContext context, Visit visit, IAntiforgery antiforgery) => Results.Json(new
    {
        name = visit.Caller!.Name,
        roles = visit.Caller is Caller.Person person
            ? person.User.Roles.Select(RoleWords.Of).Order(StringComparer.Ordinal) : null,
        units = visit.Caller is Caller.Person contact
            ? contact.User.Units.Select(unit => unit.Value).Order(StringComparer.Ordinal) : null,
        scopes = visit.Caller is Caller.Program program
            ? program.Token.Scopes.Select(ScopeWords.Of).Order(StringComparer.Ordinal) : null,
        antiforgery = visit.Caller is Caller.Person ? antiforgery.GetAndStoreTokens(context).RequestToken : null,
    });

    private static string KeyFolderOf(AggregatorSettings settings) => Path.Combine(settings.StoreFolder, KeyFolder);
}
