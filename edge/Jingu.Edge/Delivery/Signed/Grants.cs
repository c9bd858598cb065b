using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Contracts.Grants;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// Takes one-time codes that are typed in on site, beside the running gateway or without one. The counter is stored
/// before the code counts; what it gave counts from the tick that finds a trusted clock, in the month that shows.
/// </summary>
internal sealed class Grants(GatewayOptions options, JournalStore journal, DesiredStates states)
{
    /// <summary>Wrong tries count this long.</summary>
    public static readonly TimeSpan TriesCount = TimeSpan.FromHours(1);

    /// <summary>Judges a code. Throws <see cref="JournalFullException"/> when there is no room to store it.</summary>
    /// <param name="now">By the clock of whoever types it in; only wrong tries go by it.</param>
    public GrantOutcome Take(string typed, string by, DateTimeOffset now)
    {
        if (GrantCode.Read(typed) is not { } request)
        {
            return new GrantOutcome.Unread(
                $"That is no grant code: it has {GrantCode.Digits} digits; spaces and dashes do not count.");
        }
        return journal.Grant(now, now - TriesCount, GrantCode.TriesPerHour, last => Judge(request, by, now, last))
            ?? new GrantOutcome.Unread(
                $"{GrantCode.TriesPerHour} wrong codes were typed in within an hour: wait an hour after the first of "
                + "them. A good code stays good.");
    }

    private GrantOutcome Judge(GrantRequest request, string by, DateTimeOffset now, long last)
    {
        if (GrantCode.CounterOf(options.Site, options.Gateway, options.Key, request, last) is not { } counter)
        {
            return new GrantOutcome.Wrong(
                "The code is not one of this gateway's next ones: mistyped, used already, or for another gateway. "
                + "Read it again digit by digit, or ask for a new one.",
                new(0, EventKinds.GrantRefused, options.Gateway.Value, $"{by} typed in a grant code that is none.",
                    ImmutableSortedDictionary<string, string>.Empty));
        }
        var unit = states.Current?.Units.FirstOrDefault(
            policy => policy.Number == request.UnitNumber && policy.Resource == request.Resource);
        return unit is null
            ? new GrantOutcome.Unread(string.Create(
                CultureInfo.InvariantCulture,
                $"The code is good, and the policy of this gateway has no unit {request.UnitNumber} for ")
                + $"{request.Resource}: try again when a policy has come. It stays good.")
            : new GrantOutcome.Given(counter, new(
                MonthAllowance.OfGrant(options.Gateway, counter), unit.Unit, request.Resource, request.Amount, null,
                now, by));
    }
}

/// <summary>What came of a code.</summary>
internal abstract record GrantOutcome
{
    private GrantOutcome()
    {
    }

    /// <param name="Counter">Used from now on, and every one before it.</param>
    public sealed record Given(long Counter, Extension Extension) : GrantOutcome;

    /// <summary>A wrong try; it counts.</summary>
    public sealed record Wrong(string Why, Note Told) : GrantOutcome;

    /// <summary>Not judged, or not used; nothing has changed.</summary>
    public sealed record Unread(string Why) : GrantOutcome;
}
