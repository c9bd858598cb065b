using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Leases;

/// <summary>What the aggregator knows of one gateway's part. Immutable.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Holder">The life of its store that holds the part.</param>
public sealed record LeasePart(GatewayId Gateway, JournalId Holder)
{
    /// <summary>The next grant's version. Goes on over lives of the store.</summary>
    public long NextVersion { get; init; } = 1;

    /// <summary>The newest grant's version; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>The newest grant that the gateway confirmed.</summary>
    public long ConfirmedVersion { get; init; }

    /// <summary>What it then held.</summary>
    public long ConfirmedPart { get; init; }

    /// <summary>Grants it may still take up: version and part, oldest first.</summary>
    public ImmutableArray<UnansweredGrant> Unanswered { get; init; } = [];

    /// <summary>The newest grant's <see cref="LeaseGrant.Final"/>.</summary>
    public bool Final { get; init; }

    /// <summary>The newest grant's <see cref="LeaseGrant.Budget"/>.</summary>
    public long Budget { get; init; }

    /// <summary>The newest grant's <see cref="LeaseGrant.UsedElsewhere"/>.</summary>
    public long UsedElsewhere { get; init; }

    /// <summary>The most it reported as used.</summary>
    public long Used { get; init; }

    /// <summary>The 90th percentile of its daily use, as reported last.</summary>
    public long DailyUse { get; init; }

    /// <summary>The most it could hold now, whichever messages arrive.</summary>
    public long Ceiling => Unanswered.Aggregate(ConfirmedPart, (most, grant) => long.Max(most, grant.Part));

    /// <summary>What it holds once everything has arrived.</summary>
    public long Newest => Unanswered.IsEmpty ? ConfirmedPart : Unanswered[^1].Part;

    internal LeasePart Granted(long part, bool final, long budget, long usedElsewhere) => this with
    {
        Version = NextVersion,
        NextVersion = NextVersion + 1,
        Unanswered = Unanswered.Add(new(NextVersion, part)),
        Final = final,
        Budget = budget,
        UsedElsewhere = usedElsewhere,
    };

    internal LeaseGrant Grant(string period) =>
        new(Gateway, Holder, period, Version, Newest, Budget, UsedElsewhere, Final);

    /// <summary>
    /// A confirmed version is the end of all before it. What the gateway holds counts only from a version that was
    /// really granted: a report cannot raise a ceiling.
    /// </summary>
    internal LeasePart Confirmed(LeaseReport report)
    {
        var heard = this with
        {
            Used = long.Max(Used, report.Used),
            DailyUse = report.Version >= ConfirmedVersion ? report.DailyUse : DailyUse,
        };
        return report.Version <= ConfirmedVersion || report.Version > Version
            ? heard
            : heard with
            {
                ConfirmedVersion = report.Version,
                ConfirmedPart = long.Min(report.Part, Ceiling),
                Unanswered = Unanswered.RemoveAll(grant => grant.Version <= report.Version),
            };
    }
}

/// <param name="Version">Of the grant.</param>
/// <param name="Part">That it gives.</param>
public readonly record struct UnansweredGrant(long Version, long Part);
