using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Rollups;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>What one round computed, to be stored together. Immutable.</summary>
/// <param name="Marks">That it took up.</param>
/// <param name="Basis">What the sums are computed with from now on; see <see cref="RollupStore.MarkAsync"/>.</param>
/// <param name="At">Site time, UTC.</param>
internal sealed record RollupRound(
    ImmutableArray<RollupMark> Marks, ImmutableArray<RollupDay> Days, ImmutableArray<RollupMonth> Months,
    ImmutableDictionary<RollupSubject, RollupChange> Changes, RollupChange Other,
    ImmutableDictionary<string, string?> Basis, DateTimeOffset At)
{
    /// <summary>Why something is computed again; <see cref="Other"/> where it follows from something else.</summary>
    public RollupChange ChangeOf(RollupSubject subject) => Changes.GetValueOrDefault(subject, Other);

    /// <summary>Of what is marked, and of all groups that marked points belong to: the latest of each.</summary>
    public static ImmutableDictionary<RollupSubject, RollupChange> ChangesOf(
        Site site, IReadOnlyCollection<RollupMark> marks)
    {
        var latest = marks.GroupBy(mark => mark.Subject)
            .ToImmutableDictionary(group => group.Key, group => group.MaxBy(mark => mark.Change.At)!.Change);
        var changes = latest.ToBuilder();
        foreach (var group in RollupGroups.All(site))
        {
            var ofMembers = RollupGroups.Members(site, group)
                .Select(point => latest.GetValueOrDefault(new(RollupOf.Point, point.Id.Value)))
                .OfType<RollupChange>().ToList();
            if (ofMembers.Count > 0 && !latest.ContainsKey(group))
                changes[group] = ofMembers.MaxBy(change => change.At)!;
        }
        return changes.ToImmutable();
    }
}
