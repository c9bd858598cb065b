using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Delivering;
using NodaTime;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reports that go out by themselves after every month, as <c>deliveries</c> says.</summary>
/// <param name="Language">zh or en.</param>
internal sealed record DeliverySettings(
    string Id, ImmutableArray<ReportKind> Reports, ImmutableArray<ReportFormat> Formats, string Language,
    DeliveryTarget Target)
{
    /// <summary>So many days after the month's end they go out whatever is missing; 1 to 28.</summary>
    public int LatestDays { get; init; } = 3;

    /// <summary>The first month; null: the one in which the aggregator first saw the delivery.</summary>
    public YearMonth? From { get; init; }

    /// <summary>How long a webhook may take to answer; 1 s to 5 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What fails for longer is left to a person; 1 h to 30 days.</summary>
    public TimeSpan GivesUpAfter { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Where reports go.</summary>
internal abstract record DeliveryTarget
{
    private DeliveryTarget()
    {
    }

    /// <summary>As it is shown: nothing secret.</summary>
    public abstract string Shown { get; }

    /// <param name="Path">Absolute; it is never made, so that a share that is not mounted is noticed.</param>
    public sealed record Folder(string Path) : DeliveryTarget
    {
        public override string Shown => Path;
    }

    /// <param name="KeyFile">Holds the secret that signs, and is read for every attempt.</param>
    public sealed record Webhook(Uri Url, string KeyFile) : DeliveryTarget
    {
        public override string Shown => Url.GetLeftPart(UriPartial.Path);
    }
}
