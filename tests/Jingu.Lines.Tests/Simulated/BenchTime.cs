using Jingu.Testing;
using Jingu.Time;

namespace Jingu.Lines.Tests.Simulated;

/// <summary>Site time that says it comes from a bench, or that it does not.</summary>
internal sealed class BenchTime(bool isBench) : SiteTime
{
    private readonly FakeTime _time = new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public override bool IsBench => isBench;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override IParticipant Join(string name) => throw new NotSupportedException("nobody polls here");
}
