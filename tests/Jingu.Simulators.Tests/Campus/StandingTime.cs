using Jingu.Time;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>A bench's site time that stands still.</summary>
internal sealed class StandingTime(DateTimeOffset now) : SiteTime
{
    public override bool IsBench => true;

    public override DateTimeOffset GetUtcNow() => now;

    public override IParticipant Join(string name) => throw new NotSupportedException("nobody polls here");
}
