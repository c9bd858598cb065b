using Jingu.Contracts.Faults;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>Within what a sequence means something: the same number of another journal is another entry.</summary>
internal readonly record struct StreamKey(GatewayId Gateway, JournalId Journal, JournalStream Stream)
{
    public static StreamKey Of(EnvelopeHeader header) => new(
        header.Gateway,
        PlantedBugs.Is(PlantedBug.ForgetJournalId) ? default : header.Journal,
        header.Stream);
}
