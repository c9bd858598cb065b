using Jingu.Aggregator.Web.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.FileProviders;

namespace Jingu.Aggregator.Web;

/// <summary>
/// What the web server needs and answers. Everything is read-only and comes from here: pages ask no other host.
/// </summary>
internal static class WebSetup
{
    public static void AddWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => WebJson.Apply(options.SerializerOptions));
        services.AddRazorPages(options => options.RootDirectory = "/Web/Pages");
        // Nothing is encrypted or signed for browsers yet: no key is written to the home folder.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<Instruments>().AddHostedService<OtlpExport>();
        services.AddWebEncoders(options => options.TextEncoderSettings = new(System.Text.Unicode.UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options => options
            .SetDefaultCulture(Texts.Cultures[0])
            .AddSupportedCultures(Texts.Cultures)
            .AddSupportedUICultures(Texts.Cultures));
    }

    public static void UseWeb(this WebApplication app)
    {
        app.Use(Api.AnswerStoreFailures);
        app.Use(Guard);
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")),
        });
        app.UseRequestLocalization();
        app.MapApi();
        app.MapRollupApi();
        app.MapPlantsApi();
        app.MapLightingApi();
        app.MapPlanningApi();
        app.MapPolicyApi();
        app.MapDemandResponseApi();
        app.MapForecastApi();
        app.MapTelemetryApi();
        app.MapRazorPages();
    }

    /// <summary>The page runs no script and loads nothing from elsewhere; the browser is told so.</summary>
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
