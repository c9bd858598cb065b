namespace Jingu.Aggregator.Web;

/// <summary>What the web server needs and answers.</summary>
internal static class WebSetup
{
    public static void AddWeb(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => WebJson.Apply(options.SerializerOptions));

    public static void UseWeb(this WebApplication app)
    {
        app.Use(Api.AnswerStoreFailures);
        app.MapApi();
    }
}
