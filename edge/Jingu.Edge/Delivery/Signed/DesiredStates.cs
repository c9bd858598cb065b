using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// The policy this gateway runs: the last good one, kept as it was signed and verified again at each start. Whatever
/// else comes leaves it as it is. Safe from any thread; <see cref="Current"/> changes only after it is stored.
/// </summary>
internal sealed class DesiredStates
{
    private readonly GatewayOptions _options;
    private readonly JournalStore _journal;
    private readonly Lock _gate = new();
    private volatile Kept? _kept;
    private volatile bool _isUnsigned;

    /// <summary>Takes up what the file has kept.</summary>
    public DesiredStates(GatewayOptions options, JournalStore journal)
    {
        (_options, _journal) = (options, journal);
        if (journal.ReadDesired() is not { } message)
            return;
        _isUnsigned = Open(message) is not Opened.Good good || (_kept = good.Kept) is null;
    }

    /// <summary>The policy in force; null when there is none, or its key is trusted no more.</summary>
    public DesiredState? Current => _kept?.State;

    /// <summary>How far the policy can be relied on at an instant. Nothing is cut unless it is good.</summary>
    public PolicyStanding Standing(DateTimeOffset now) => (_kept, _isUnsigned) switch
    {
        ({ } kept, _) when now < kept.State.NotAfter => PolicyStanding.Good,
        (null, true) => PolicyStanding.Unsigned,
        _ => PolicyStanding.Missing,
    };

    /// <summary>What stands, for a person.</summary>
    public string Describe(DateTimeOffset now) => (Standing(now), Current) switch
    {
        (PolicyStanding.Good, { } state) => Text(
            $"version {state.Version} of {state.Issued:u}, holds until {state.NotAfter:u}"),
        (_, { } state) => Text(
            $"version {state.Version}, which held until {state.NotAfter:u}: nothing is cut; publish a newer one"),
        (PolicyStanding.Unsigned, _) =>
            "one signed by a key that is trusted no more: nothing is cut; publish it again with a trusted key",
        _ => "none: nothing is cut",
    };

    /// <summary>The event that a start tells the policy in force by; null when there is none.</summary>
    public GatewayEvent? ToEvent(DateTimeOffset now) => _kept is { } kept
        ? Applied(kept, now, $"Policy version {kept.State.Version} goes on.")
        : null;

    /// <summary>
    /// Judges a message, and keeps it when it is good and newer. Durable, with its receipt, when it returns. Throws
    /// <see cref="JournalFullException"/> when there is no room: then nothing has changed.
    /// </summary>
    /// <param name="now">Site time.</param>
    /// <param name="trusted">True when <paramref name="now"/> can be believed.</param>
    /// <returns>Why it was refused; null when it is in force now, or was already.</returns>
    public string? Take(ReadOnlyMemory<byte> message, DateTimeOffset now, bool trusted)
    {
        lock (_gate)
        {
            switch (Open(message.ToArray()))
            {
                case Opened.Refused refused:
                    return refused.Why;
                case Opened.Good { Kept: var kept }:
                    if (_kept is { } before && kept.State.Version <= before.State.Version)
                        return Repeats(kept, before);
                    if (trusted && now >= kept.State.NotAfter)
                        return Text($"version {kept.State.Version} held until {kept.State.NotAfter:u}");
                    _journal.SaveDesired(
                        kept.State.Version, message, now,
                        Note.Of(Applied(kept, now, $"Policy version {kept.State.Version} is in force.")));
                    (_kept, _isUnsigned) = (kept, false);
                    return null;
                default:
                    throw new InvalidOperationException("a document is good or refused");
            }
        }
    }

    private static string? Repeats(Kept kept, Kept before) =>
        kept.State.Version < before.State.Version
            ? Text($"it is version {kept.State.Version}, and {before.State.Version} is in force")
            : DesiredStateJson.Write(kept.State).AsSpan().SequenceEqual(DesiredStateJson.Write(before.State))
                ? null
                : Text($"it is another version {kept.State.Version} than the one in force");

    private Opened Open(byte[] message)
    {
        if (_options.Trusted.IsEmpty)
            return new Opened.Refused("no key is trusted here: add 'trusted' to gateway.yaml");
        switch (Jws.Open(message, DesiredState.Type, _options.Trusted))
        {
            case JwsResult.Opened opened:
                try
                {
                    var state = DesiredStateJson.Read(opened.Payload);
                    return state.Site == _options.Site && state.Gateway == _options.Gateway
                        ? new Opened.Good(new(state, opened.Key))
                        : new Opened.Refused($"it is addressed to {state.Site}/{state.Gateway}");
                }
                catch (FormatException e)
                {
                    return new Opened.Refused(e.Message);
                }
            case JwsResult.Refused refused:
                return new Opened.Refused(refused.Why);
            default:
                throw new InvalidOperationException("a signed document is opened or refused");
        }
    }

    private GatewayEvent Applied(Kept kept, DateTimeOffset now, string text) => new(
        EventKinds.PolicyApplied, now, _options.Gateway.Value, text,
        ImmutableSortedDictionary<string, string>.Empty
            .Add("version", Text($"{kept.State.Version}"))
            .Add("key", kept.Key)
            .Add("issued", Text($"{kept.State.Issued:O}"))
            .Add("notAfter", Text($"{kept.State.NotAfter:O}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Kept(DesiredState State, string Key);

    private abstract record Opened
    {
        public sealed record Good(Kept Kept) : Opened;

        public sealed record Refused(string Why) : Opened;
    }
}
