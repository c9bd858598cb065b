using System.Globalization;
using Jingu.Simulators.Clock;
using Jingu.Time;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace Jingu.Simulators.Bench;

/// <summary>Shows how far a run is: a bar on a terminal, a line every 5 % elsewhere.</summary>
internal sealed class ProgressDisplay(
    ClockServer clock,
    DateTimeOffset from,
    DateTimeOffset to,
    DateTimeZone zone,
    IAnsiConsole console,
    MachineTime machine)
{
    private const double PercentPerLine = 5;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly LocalDateTimePattern Pattern =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    private readonly long _start = machine.GetTimestamp();

    /// <summary>Site seconds per machine second so far.</summary>
    public double SpeedReached => (clock.Now - from) / machine.GetElapsedTime(_start);

    /// <summary>Shows until <paramref name="run"/> has ended.</summary>
    public Task FollowAsync(Task run) =>
        console.Profile.Capabilities.Interactive ? ShowBarAsync(run) : WriteLinesAsync(run);

    private Task ShowBarAsync(Task run) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Words(), maxValue: 100);
                await EveryStepAsync(run, () =>
                {
                    bar.Value = Percent();
                    bar.Description = Words();
                });
            });

    private Task WriteLinesAsync(Task run)
    {
        var next = PercentPerLine;
        return EveryStepAsync(run, () =>
        {
            if (Percent() < next)
                return;
            console.WriteLine($"{Percent().ToString("0", CultureInfo.InvariantCulture),3} %  {Words()}");
            next = PercentPerLine * (Math.Floor(Percent() / PercentPerLine) + 1);
        });
    }

    private async Task EveryStepAsync(Task run, Action show)
    {
        while (await Task.WhenAny(run, Task.Delay(Step, machine)) != run)
            show();
        show();
    }

    private double Percent() => Math.Min(100, 100 * ((clock.Now - from) / (to - from)));

    private string Words()
    {
        var local = Instant.FromDateTimeOffset(clock.Now).InZone(zone).LocalDateTime;
        return string.Create(
            CultureInfo.InvariantCulture, $"{Pattern.Format(local)}  speed {SpeedReached:0}  backlog {clock.Backlog}");
    }
}
