using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using Jingu.Time.Kernel;

namespace Jingu.Edge.Clock;

/// <summary>
/// Looks at the clocks with every tick: what the settable one is worth, whether it was set since the last look, and in
/// which boot this is. <see cref="Look"/> changes nothing; <see cref="Become"/> takes a look over once it is saved.
/// Used by the tick; <see cref="State"/> and <see cref="Reason"/> may be read from any thread.
/// </summary>
internal sealed class ClockKeeper
{
    /// <summary>
    /// A step smaller than this is a time service keeping the clock right (chrony and ntpd step at more than 0.1 s).
    /// </summary>
    public static readonly TimeSpan JumpMin = TimeSpan.FromSeconds(1);

    /// <summary>Between the readings of two clocks: after more, they are read again.</summary>
    private static readonly TimeSpan ReadMax = TimeSpan.FromMilliseconds(100);
    private const int ReadsMax = 5;

    private readonly GatewayId _gateway;
    private readonly IBootClock _boot;
    private readonly SiteTime _site;
    private readonly ClockOptions _options;
    private readonly BootRecord? _before;
    private volatile BootRecord? _running;
    private ClockMoment? _last;
    private DateTimeOffset _floor;
    private volatile ClockState _state = ClockState.Unknown;
    private volatile string _reason = "";

    /// <param name="boots">What the file remembers, the newest last.</param>
    public ClockKeeper(
        GatewayId gateway, IBootClock boot, SiteTime site, ClockOptions options, ImmutableArray<BootRecord> boots)
    {
        (_gateway, _boot, _site, _options) = (gateway, boot, site, options);
        var newest = boots.IsEmpty ? null : boots[^1];
        _floor = boots.Where(record => record.Last.Trust.MayDateTurnAndCut())
            .Select(record => record.Last.Site).Append(DateTimeOffset.MinValue).Max();
        if (newest?.Kernel != boot.Boot)
        {
            _before = newest;
            return;
        }
        (_running, _last) = (newest, newest.Last);
        _state = new(newest.Last.Trust, null, newest.Reference, newest.IsSpoiled);
    }

    /// <summary>As of the last look that was taken over.</summary>
    public ClockState State => _state;

    /// <summary>What vouched for the clock at that look, or why nobody did; empty before the first one.</summary>
    public string Reason => _reason;

    /// <summary>
    /// Number and beginning of the boot that runs, by the clock as it stands; null before the first look. From any
    /// thread.
    /// </summary>
    public (int Number, DateTimeOffset Begun)? Running =>
        _running is { } record ? (record.Number, record.Last.Begun) : null;

    /// <summary>
    /// The predicate that all switching, dating and turning of months asks: false on a clock that nobody vouches for.
    /// </summary>
    public bool MayDateTurnAndCut => _state.Trust.MayDateTurnAndCut();

    public ClockLook Look()
    {
        var (since, now) = ReadBoth();
        var size = Jump(since, now);
        var jumped = size.Duration() >= JumpMin;
        var condition = _boot.Read();
        var state = TrustRules.Next(_state, condition, since, now, _floor, jumped && _last is not null, _options);
        var moment = new ClockMoment(since, now, state.Trust);
        var record = Follow(state, moment);
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        if (jumped)
            events.Add(Jumped(size, now));
        if (_last is null ? !state.Trust.MayDateTurnAndCut() : state.Trust != _state.Trust)
            events.Add(Changed(state, condition, now));
        var dating = record.Begun is not null && _running?.Begun is null ? record.Dating : null;
        return new(moment, _last ?? moment, state, record, dating, events.ToImmutable(), condition.Detail);
    }

    /// <summary>What a look found is stored: it is how things are.</summary>
    public void Become(ClockLook look)
    {
        (_running, _last, _state, _reason) = (look.Record, look.Now, look.State, look.Detail);
        if (look.State.Trust.MayDateTurnAndCut() && look.Now.Site > _floor)
            _floor = look.Now.Site;
    }

    /// <summary>The event that carries an offset.</summary>
    public GatewayEvent Dated(ClockLook look) =>
        look.Dating!.ToEvent(look.Now.Site, _gateway.Value, $"clock {Name(look.State.Trust)}: {look.Detail}");

    /// <summary>The word for a trust, in events and states.</summary>
    public static string Name(ClockTrust trust) => trust.ToString().ToLowerInvariant();

    /// <summary>Both clocks as close together as this machine reads them.</summary>
    private (TimeSpan Since, DateTimeOffset Now) ReadBoth()
    {
        for (var reads = 1; ; reads++)
        {
            var since = _boot.SinceBoot;
            var now = _site.GetUtcNow();
            if (_boot.SinceBoot - since <= ReadMax || reads == ReadsMax)
                return (since, now);
        }
    }

    /// <summary>
    /// By how much the clock was set since the last look; across a boot only what went back is known.
    /// </summary>
    private TimeSpan Jump(TimeSpan since, DateTimeOffset now) => (_last, _before) switch
    {
        ({ } last, _) => now - since - last.Begun,
        (null, { } before) when now < before.Last.Site => now - before.Last.Site,
        _ => TimeSpan.Zero,
    };

    private BootRecord Follow(ClockState state, ClockMoment moment)
    {
        var record = _running ?? new(
            (_before?.Number ?? 0) + 1, BootId.Parse(_boot.Boot), _boot.Boot, null, null, null, null, false, moment);
        var trusted = state.Trust.MayDateTurnAndCut();
        if (!trusted && record.Begun is not null)
            record = record with { Number = record.Number + 1, Id = After(record), UndatedFrom = null, Begun = null };
        record = record with { Reference = state.Reference, IsSpoiled = state.IsSpoiled, Last = moment };
        if (!trusted)
            return record with { UndatedFrom = record.UndatedFrom ?? moment.SinceBoot, Uncertainty = null };
        if (record.UndatedFrom is not { } from || record.Begun is not null)
            return record;
        return record with
        {
            Begun = Milliseconds(moment.Begun),
            Uncertainty = (state.Uncertainty ?? TimeSpan.Zero) + _options.Drift(moment.SinceBoot - from),
        };
    }

    /// <summary>The id of what is left of a boot after trust was lost: the same after a crash in between.</summary>
    private static BootId After(BootRecord record) => BootId.FromBytes(SHA256.HashData(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{record.Kernel} {record.Number}"))).AsSpan(0, BootId.Size));

    /// <summary>Entries carry milliseconds: the offset does too, or dated instants would not be whole ones.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private GatewayEvent Jumped(TimeSpan size, DateTimeOffset now) => new(
        EventKinds.ClockJumped, now, _gateway.Value,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The clock was set {(size > TimeSpan.Zero ? "forward" : "back")} by {size.Duration().TotalSeconds:0.###} "
                + $"s{(_last is null ? " or more, across a boot" : "")}. No reading gets another instant by it."),
        Facts(("sizeMs", ((long)size.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))));

    private GatewayEvent Changed(ClockState state, ClockCondition condition, DateTimeOffset now) => new(
        EventKinds.ClockTrustChanged, now, _gateway.Value,
        state.Trust.MayDateTurnAndCut()
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The clock is {Name(state.Trust)}, right to {state.Uncertainty?.TotalSeconds:0.###} s "
                    + $"({condition.Detail}).")
            : $"Nobody vouches for the clock ({condition.Detail}): readings wait for their instants, no month turns "
                + "and nothing is cut. Give the gateway a time service.",
        Facts(("trust", Name(state.Trust)), ("before", Name(_state.Trust))));

    private static ImmutableSortedDictionary<string, string> Facts(
        params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var made = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
            made.Add(name, value);
        return made.ToImmutable();
    }
}
