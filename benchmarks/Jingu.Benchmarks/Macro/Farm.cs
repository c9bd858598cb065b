using System.Globalization;
using Jingu.Simulators.Bench.Children;

namespace Jingu.Benchmarks.Macro;

/// <summary>The meters that all peers read (peers/farm.c): a hundred unit identifiers behind each port.</summary>
/// <param name="Delay">How much later every answer leaves.</param>
/// <param name="Dead">The last so many meters fall silent.</param>
/// <param name="DeadFrom">When, from its start.</param>
internal sealed record Farm(int Meters, TimeSpan Delay = default, int Dead = 0, TimeSpan DeadFrom = default)
{
    public const int PerPort = 100;

    public int FirstPort { get; } = Lab.FreePortsInARow(((Meters - 1) / PerPort) + 1);

    public int Ports => ((Meters - 1) / PerPort) + 1;

    public Task<Child> StartAsync(Lab lab) => lab.StartAsync(new(
        "farm", Path.Combine(Checkout.PeersBuilt, "farm"),
        [
            Text(FirstPort), Text(Meters), Text((int)Delay.TotalMilliseconds), Text(Dead),
            Text((int)DeadFrom.TotalSeconds),
        ],
        lab.Folder, "farm ready"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
