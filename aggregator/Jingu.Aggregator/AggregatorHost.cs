using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Persistence.Forecasts;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Sending;
using Jingu.Aggregator.Web;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Mqtt;
using Jingu.Time;
using Jingu.Time.Supervision;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;

namespace Jingu.Aggregator;

/// <summary>Puts the aggregator together, in the order a reading travels.</summary>
internal static class AggregatorHost
{
    public const string RelationalFile = "relational.db";

    public static WebApplication Build(
        AggregatorSettings settings, CurrentSite site, SiteTime siteTime, MachineTime machineTime)
    {
        // Nothing is read but our own files, and SIGHUP reloads them: whoever watches files uses up what a machine has
        // few of, 128 instances of inotify, and would not start where they are taken.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(AggregatorHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = "wwwroot",
        });
        builder.Environment.WebRootFileProvider = new PhysicalFileProvider(builder.Environment.WebRootPath)
        {
            UsePollingFileWatcher = true,
        };
        AddLogging(builder.Logging);
        builder.WebHost.UseKestrelCore().UseUrls(settings.Listen.ToString()).ConfigureKestrel(
            options => options.AddServerHeader = false);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(site)
            .AddSingleton(siteTime)
            .AddSingleton(machineTime)
            .AddSingleton(new LoopWatch(machineTime) { TurnMax = IngestWorker.TurnMax });
        AddIngest(builder.Services);
        AddPersistence(builder.Services, settings, machineTime);
        AddSending(builder.Services);
        builder.Services.AddWeb();
        builder.Services.AddEntrance(settings);

        var app = builder.Build();
        app.UseWeb();
        return app;
    }

    /// <summary>
    /// Opens the relational store, without which nothing can be promised. The reading store may be away: the worker
    /// opens it as soon as it can, and says so meanwhile.
    /// </summary>
    public static async Task OpenAsync(WebApplication app, CancellationToken stop)
    {
        EntranceSetup.MakeKeyFolder(app.Services.GetRequiredService<AggregatorSettings>());
        await app.Services.GetRequiredService<RelationalStore>().OpenAsync(stop);
    }

    /// <summary>Where the relational store lies.</summary>
    public static string RelationalFileOf(AggregatorSettings settings) =>
        Path.Combine(settings.StoreFolder, RelationalFile);

    private static void AddIngest(IServiceCollection services) => services
        .AddSingleton(MqttLibrary.Preferred.Factory)
        .AddSingleton<IngestMetrics>()
        .AddSingleton<IngestHealth>()
        .AddSingleton<IngestQueue>()
        .AddSingleton<SiteReload>()
        .AddSingleton<Broker>()
        .AddSingleton<Publish>(provider => provider.GetRequiredService<Broker>().PublishAsync)
        .AddSingleton<GatewayListening>()
        .AddSingleton<Ingestion>()
        .AddHostedService<IngestWorker>()
        .AddHostedService<GapWatch>()
        .AddHostedService(provider => provider.GetRequiredService<Broker>());

    private static void AddPersistence(IServiceCollection services, AggregatorSettings settings, MachineTime time) =>
        services
        .AddSingleton(_ => ChosenStore.Create(settings, time))
        .AddSingleton(_ => new RelationalStore(RelationalFileOf(settings)))
        .AddSingleton<PlanStore>()
        .AddSingleton<Plans>()
        .AddSingleton<PolicyStore>()
        .AddSingleton<LeaseStore>()
        .AddSingleton<ProposalStore>()
        .AddSingleton<Desk>()
        .AddSingleton<DemandStore>()
        .AddSingleton<DemandUse>()
        .AddSingleton<DemandDesk>()
        .AddSingleton<DemandReporting>()
        .AddSingleton<PolicyPublishing>()
        .AddHostedService(provider => provider.GetRequiredService<PolicyPublishing>())
        .AddSingleton<RollupStore>()
        .AddSingleton<Rollups>()
        .AddSingleton<StoredRollups>()
        .AddSingleton<StoredForecasts>()
        .AddSingleton<StoredIndicators>()
        .AddSingleton<StoredBuildings>()
        .AddSingleton<StoredComparisons>()
        .AddSingleton<StoredSheets>()
        .AddHostedService<RollupWorker>()
        .AddSingleton<StoredReports>()
        .AddSingleton<StoredPlants>()
        .AddSingleton<CurrentPlants>()
        .AddSingleton<StoredLighting>()
        .AddSingleton<CurrentLighting>()
        .AddSingleton<CurrentPlan>()
        .AddSingleton<DaySums>()
        .AddSingleton<StoredGateways>()
        .AddSingleton<NoticeStore>()
        .AddSingleton<StoredNotices>()
        .AddSingleton<DeliveryStore>()
        .AddSingleton<StoredDeliveries>()
        .AddSingleton<NoticeDesk>()
        .AddSingleton<StoredCampus>()
        .AddSingleton<StoredFleet>()
        .AddSingleton<StoredUnits>();

    private static void AddSending(IServiceCollection services) => services
        .AddSingleton<Completeness>()
        .AddSingleton<ReportMaking>()
        .AddSingleton<DeliveryRound>()
        .AddSingleton<DeliveryDesk>()
        .AddHostedService<DeliveryWorker>();

    /// <summary>Logs go to the error stream: the other one carries the line that says we are ready.</summary>
    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Warns that keys are not encrypted: their folder is open to its owner alone, as those of gateways are.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
