using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jingu.Contracts.Wire;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.Faults;
using Jingu.Simulators.People;
using Jingu.Simulators.Report;
using Jingu.Time;
using NodaTime;
using Spectre.Console;

namespace Jingu.Simulators.Bench;

/// <summary>One run, from the empty folder to the report.</summary>
internal sealed class BenchRun(BenchOptions options, ProgramPaths paths, IAnsiConsole console, MachineTime machine)
{
    private const int GatewaysOfSmallCampus = 2;
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Polls after the end, so that every register is read at or after it and every interval is closed.
    /// </summary>
    private const int PollsAfterEnd = 2;

    /// <summary>A gateway accounts a poll with the tick after it; the last poll is to be accounted too.</summary>
    private static readonly TimeSpan LastTick = TimeSpan.FromSeconds(1);

    /// <summary>How long a run goes on after its end until every meter was heard again.</summary>
    private static readonly TimeSpan HeardMax = TimeSpan.FromDays(1);

    private readonly long _began = machine.GetTimestamp();

    /// <summary>
    /// The exit code. What cannot begin or go on ends in a <see cref="BenchException"/>, a
    /// <see cref="Yaml.ConfigurationException"/> or a <see cref="Recordings.RecordingsException"/>.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var plan = Plan();
        var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        var period = BenchPeriod.Of(options, zone, machine.GetUtcNow());
        await using var campus = VirtualCampus.Start(plan, Play(period), machine);
        var shed = options.DemandResponse ? ShedEvent.Of(campus, period, zone) : null;
        var budgets = BudgetPlan.Of(campus, period, (ulong)options.Seed);
        var faults = options.Faults is { } file ? FaultFile.Read(file, Scene(plan, zone, period), options.Seed) : [];
        var end = faults.Select(fault => fault.Until).Append(campus.LatestEnd).Max()
            + (options.Period * PollsAfterEnd) + LastTick;

        using var folder = options.Keep is { } keep ? WorkFolder.Kept(keep) : WorkFolder.Passing();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await using var influx = await OpenInfluxAsync(http, folder, stop);
        await using var clock = new ClockServer(campus.EarliestStart, new() { Speed = Speed }, machine);
        await using var children = new Children.Children(machine);
        await using var crew = new Crew(CrewPlan(folder, plan, influx), campus, paths, children, clock, machine);
        var director = new FaultDirector(faults, crew, options.Seed, machine);

        var people = await BenchPeople.SignUpAsync(paths, crew.AggregatorFile, stop);
        await crew.StartOfficeAsync(stop);
        var api = new AggregatorApi(http, crew.Dashboard, people.Token);
        await new BenchPlanning(api)
            .ImportAsync(
                plan, budgets, shed is null ? null : ShedEvent.Sheddable(campus), period.Month.Year, options.Drill,
                stop);
        var policies = new PolicyRounds(api, crew, clock);
        var office = new Office(api, crew, clock, policies, zone);
        var staff = options.Nobody ? null : new Staff(PeoplePlan.Declared(), office, zone);
        var agenda = new BenchAgenda(campus, director, staff, policies, shed, api, clock);
        await crew.StartGatewaysAsync(stop);
        Complain(await clock.RunAsync(clock.Now, agenda, stop), children);
        await policies.PublishAsync(stop);
        console.MarkupLineInterpolated(
            $"Dashboard: {crew.Dashboard}  month {period.Month}  working folder {folder.Root}");
        console.MarkupLineInterpolated(
            $"Sign in as {BenchPeople.Manager} or {BenchPeople.Deputy}, password {people.Password}");
        var display = new ProgressDisplay(clock, campus.EarliestStart, end, zone, console, machine);
        await FollowAsync(
            token => GrantAsync(clock, end, period.To, agenda, campus.Log, token),
            children,
            display,
            stop);
        var speed = display.SpeedReached;
        Complain(await clock.DrainAsync(DrainMax, stop), children);

        var figures = new RunFigures(
            period, options.Seed, Speed, speed, machine.GetElapsedTime(_began).TotalSeconds,
            new(director.Done, director.Cuts),
            EdgeVersion.Parse(await ProgramOutput.ReadAsync(paths.Edge, ["--version"], stop)),
            [budgets.Note]);
        var collected = await Collection.CollectAsync(
            figures, campus, crew, api, await office.DeedsAsync(stop), stop);
        if (shed is not null)
            collected = collected with { Promises = [.. collected.Promises, await shed.JudgeAsync(api, stop)] };
        if (campus.Floor is not null && period.Days is { } days)
        {
            var zones = await FloorFigures.CollectAsync(campus, api, days, (ulong)options.Seed, stop);
            // Who has no budget left has less light than the desk needs.
            var isDimmed = collected.Actions.Any(
                action => action is { Operation: ActionReport.Dim, Attempted.Length: > 0 });
            var promise = LightingPromise.Judge(zones, isDisturbed: faults.Count > 0 || isDimmed);
            collected = collected with { Zones = zones, Promises = [.. collected.Promises, promise] };
        }
        var report = await ReportAsync(collected, zone, stop);
        if (!options.Headless)
            await ShowUntilStoppedAsync(crew, children, stop);
        await crew.StopAllAsync();
        return report.Promises.All(promise => promise.Held) ? ExitCodes.Good : ExitCodes.PromiseBroken;
    }

    private double Speed => options.Speed ?? (options.Month is null ? BenchOptions.ShowSpeed : 0);

    private CampusPlan Plan() => options.Units is { } units
        ? CampusPlan.Small(
            units,
            Math.Min(units, GatewaysOfSmallCampus),
            circuits: 1,
            water: true,
            mains: true,
            rtu: options.Rtu ?? false,
            chillers: options.DemandResponse,
            floor: options.Lighting)
        : CampusPlan.Default(options.Rtu ?? true, options.DemandResponse, options.Lighting);

    /// <summary>Lines are slow only where site time runs as machine time does.</summary>
    private CampusOptions Play(BenchPeriod period) => new((ulong)options.Seed, period.From, period.To)
    {
        RecordingsFolder = options.Recordings,
        LinePacing = Speed == 1,
    };

    private static FaultScene Scene(CampusPlan plan, DateTimeZone zone, BenchPeriod period) => new(
        [.. plan.Gateways.Select(gateway => gateway.Value)],
        plan.Meters.Select(meter => meter.Id.Value).ToHashSet(),
        zone,
        period.From,
        period.To)
    {
        Contacts = [.. Points(plan, board => board.Kind == BoardKind.WaveshareRelay8)],
        Valves = [.. Points(plan, board => board.Kind is BoardKind.WbMwac or BoardKind.XintaiValve)],
        Lamps = [.. plan.Outputs.Where(output => output is { IsLamp: true, IsProtected: false })
            .Select(output => output.Point.Value)],
        Inverters =
        [
            .. plan.Meters.Where(meter => meter.Kind == DeviceKind.Sunspec103).Select(meter => meter.Id.Value),
        ],
        LampBoards = [.. plan.Boards.Where(board => board.Kind == BoardKind.DaliGateway).Select(board => board.Id)],
        Boards =
        [
            .. plan.Boards.Where(board => board.Kind is not (BoardKind.XintaiValve or BoardKind.Chiller))
                .Select(board => board.Id),
            .. plan.Floor is null ? [] : new[] { FloorPlan.Lines },
        ],
    };

    private static IEnumerable<string> Points(CampusPlan plan, Func<BoardPlan, bool> isOne) =>
        plan.Boards.Where(isOne).SelectMany(board => board.Outputs).Select(output => output.Point.Value);

    private async Task<InfluxDatabase?> OpenInfluxAsync(HttpClient http, WorkFolder folder, CancellationToken stop)
    {
        if (options.Influx is not { } url)
            return null;
        var run = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root + machine.GetUtcNow().Ticks)).AsSpan(0, 8));
        return await InfluxDatabase.OpenAsync(http, url, options.Database, run, stop);
    }

    private CrewPlan CrewPlan(WorkFolder folder, CampusPlan plan, InfluxDatabase? influx)
    {
        var ports = new FreePorts(new Random(Environment.ProcessId));
        return new(
            folder,
            ports.Next(),
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Next()}")),
            plan.Gateways.ToDictionary(gateway => gateway.Value, _ => GatewayKey.Create("k1").ToLine()),
            SiteKeys.Create(),
            influx is null ? null : (influx.Url, influx.Name),
            options.Period,
            PaceLines: Speed == 1);
    }

    /// <summary>
    /// Runs the clock to the end; and further while a meter that was silent there has not been heard since, because a
    /// gateway asks a silent meter ever more seldom.
    /// </summary>
    private async Task<string?> GrantAsync(
        ClockServer clock,
        DateTimeOffset end,
        DateTimeOffset boundary,
        BenchAgenda agenda,
        RegisterLog log,
        CancellationToken stop)
    {
        for (var until = end; ; until += options.Period * PollsAfterEnd)
        {
            var complaint = await clock.RunAsync(until, agenda, stop);
            if (complaint is not null || log.ServedAtOrAfter(boundary) || until >= end + HeardMax)
                return complaint;
        }
    }

    /// <summary>Shows how the clock moves; whoever dies or does not keep up meanwhile ends the run.</summary>
    private static async Task FollowAsync(
        Func<CancellationToken, Task<string?>> grant,
        Children.Children children,
        ProgressDisplay display,
        CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var granting = grant(both.Token);
        var run = Task.WhenAny((Task)granting, children.Died);
        await display.FollowAsync(run);
        if (await run == granting)
        {
            if (await granting is { } late)
                throw new BenchException(ExitCodes.PromiseBroken, $"{late}\n{children.LastLines()}");
            return;
        }
        await both.CancelAsync();
        throw new BenchException(ExitCodes.PromiseBroken, await children.Died);
    }

    private async Task<BenchReport> ReportAsync(BenchReport report, DateTimeZone zone, CancellationToken stop)
    {
        if (options.Report is { } file)
            await File.WriteAllTextAsync(file, ReportJson.Write(report), stop);
        ReportTable.Show(report, zone, console);
        return report;
    }

    private async Task ShowUntilStoppedAsync(Crew crew, Children.Children children, CancellationToken stop)
    {
        console.MarkupLineInterpolated($"The dashboard stays at {crew.Dashboard} until Ctrl-C.");
        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(stopped.SetResult);
        await Task.WhenAny(stopped.Task, children.Died);
    }

    private static void Complain(string? complaint, Children.Children children)
    {
        if (complaint is not null)
            throw new BenchException(ExitCodes.PromiseBroken, $"{complaint}\n{children.LastLines()}");
    }
}
