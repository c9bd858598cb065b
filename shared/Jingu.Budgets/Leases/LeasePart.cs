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

    /// <summary>What codes gave it beside its part, in this life of its store, as reported.</summary>
    public long GrantedOnSite { get; init; }

    /// <summary>What it used of its part: codes are spent first.</summary>
    public long UsedOfPart => Used - GrantedOnSite;

    /// <summary>What it used beyond all it holds: by protected circuits, or while a cut waited.</summary>
    public long Overdraft => long.Max(0, UsedOfPart - ConfirmedPart);

    /// <summary>The 90th percentile of its daily use, as reported last.</summary>
    public long DailyUse { get; init; }

    /// <summary>The most it could hold now, whichever messages arrive.</summary>
    public long Ceiling => Unanswered.Aggregate(ConfirmedPart, (most, grant) => long.Max(most, grant.Part));

    /// <summary>What it holds once everything has arrived.</summary>
    public long Newest => Unanswered.IsEmpty ? ConfirmedPart : Unanswered[^1].Part;

    /// <summary>
    /// The part of another life of a gateway's store: it holds what it says, which is nothing unless an old card came
    /// back. Versions go on.
    /// </summary>
    internal static LeasePart OfNewLife(LeaseReport report, LeasePart? before) => new(report.Gateway, report.Holder)
    {
        Version = report.Version,
        ConfirmedVersion = report.Version,
        ConfirmedPart = report.Part,
        NextVersion = long.Max(before?.NextVersion ?? 1, report.Version + 1),
        Used = before?.Used ?? 0,
        DailyUse = before?.DailyUse ?? 0,
    };

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
    /// granted: a report raises no ceiling, unless this book is older than what was granted from it, as a store that
    /// was restored from a copy.
    /// </summary>
    internal LeasePart Confirmed(LeaseReport report)
    {
        var heard = this with
        {
            Used = long.Max(Used, report.Used),
            GrantedOnSite = long.Max(GrantedOnSite, report.GrantedOnSite),
            DailyUse = report.Version >= ConfirmedVersion ? report.DailyUse : DailyUse,
        };
        if (report.Version <= ConfirmedVersion)
            return heard;
        return report.Version < NextVersion
            ? heard with
            {
                ConfirmedVersion = report.Version,
                ConfirmedPart = long.Min(report.Part, Ceiling),
                Unanswered = Unanswered.RemoveAll(grant => grant.Version <= report.Version),
            }
            : heard with
            {
                Version = report.Version,
                NextVersion = report.Version + 1,
                ConfirmedVersion = report.Version,
                ConfirmedPart = long.Max(report.Part, Ceiling),
                Unanswered = [],
            };
    }
}

/// <param name="Version">Of the grant.</param>
/// <param name="Part">That it gives.</param>
public readonly record struct UnansweredGrant(long Version, long Part);
