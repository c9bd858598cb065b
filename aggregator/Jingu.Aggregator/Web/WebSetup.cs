using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Imports;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.OpenApi;
using Jingu.Aggregator.Web.Pages.Administration;
using Jingu.Aggregator.Web.Pages.Campus;
using Jingu.Aggregator.Web.Pages.DemandResponse;
using Jingu.Aggregator.Web.Pages.Gateways;
using Jingu.Aggregator.Web.Pages.Lighting;
using Jingu.Aggregator.Web.Pages.Plants;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Sheets;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Aggregator.Web.Printing;
using Jingu.Aggregator.Web.Telemetry;
using Microsoft.AspNetCore.Localization;

namespace Jingu.Aggregator.Web;

/// <summary>
/// What the web server needs and answers. Everything comes from here: pages ask no other host.
/// </summary>
internal static class WebSetup
{
    public static void AddWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => WebJson.Apply(options.SerializerOptions));
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Web/Pages";
            options.Conventions.ConfigureFilter(new ReadOnlyPages());
        });
        services.AddApiDescription();
        services.AddSingleton<Instruments>().AddHostedService<OtlpExport>();
        services.AddWebEncoders(options => options.TextEncoderSettings = new(System.Text.Unicode.UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Texts.Cultures[0])
                .AddSupportedCultures(Texts.Cultures)
                .AddSupportedUICultures(Texts.Cultures);
            options.RequestCultureProviders.OfType<CookieRequestCultureProvider>().Single().CookieName =
                Preferences.LanguageCookie;
        });
        services.AddSingleton<ImportDesk>().AddSingleton<ImportForms>();
        services.AddSingleton<OwnAnswers>().AddSingleton<PdfPrinting>().AddSingleton<SheetPrinting>();
        services.AddSingleton<Shell>().AddSingleton<LiveFeed>().AddSingleton<LiveStreaming>()
            .AddSingleton<Warming>().AddSingleton<CampusLive>().AddSingleton<UnitLive>()
            .AddSingleton<GatewaysLive>().AddSingleton<GatewayLive>().AddSingleton<Ordering>()
            .AddSingleton<PlantsLive>().AddSingleton<DemandLive>().AddSingleton<LightingLive>()
            .AddSingleton<DeliveryWords>();
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseProxies(app.Services.GetRequiredService<AggregatorSettings>());
        app.Use(StoreAway.AnswerAsync);
        app.Use(Guard);
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"), api => api.Use(EntityTags.StampAsync));
        // What people do not get is told by a page; programs are answered by the address itself.
        app.UseWhen(
            context => !SignInAddress.IsForPrograms(context.Request.Path),
            pages => pages.UseStatusCodePagesWithReExecute("/refused"));
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file =>
            {
                // Pages name the content of what they load: another content is another address.
                if (file.Context.Request.Query.ContainsKey("v"))
                    file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            },
        });
        app.UseRequestLocalization();
        app.UseRouting();
        app.UseEntrance();
        app.MapEntrance();
        app.MapApi();
        app.MapRollupApi();
        app.MapBuildingsApi();
        app.MapCompareApi();
        app.MapCampusApi();
        app.MapSheetApi();
        app.MapDeliveriesApi();
        app.MapNoticeApi();
        app.MapPlantsApi();
        app.MapLightingApi();
        app.MapPlanningApi();
        app.MapSiteApi();
        app.MapPolicyApi();
        app.MapProposalApi();
        app.MapAuditApi();
        app.MapUsersApi();
        app.MapTokensApi();
        app.MapDemandResponseApi();
        app.MapForecastApi();
        app.MapTelemetryApi();
        app.MapApiDescription();
        app.MapPreferences();
        app.MapLive();
        app.MapRazorPages();
    }

    /// <summary>Pages run the scripts that lie here and load nothing from elsewhere; the browser is told so.</summary>
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
