using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>
/// Which facts of a kind of events stand in its words, and how each is said. Words of a kind are named
/// <c>Told-KIND</c>; of a variant <c>Told-KIND-VARIANT</c>. Immutable.
/// </summary>
/// <param name="Facts">Without one of them nothing is said.</param>
internal sealed record EventWords(params ImmutableArray<EventFact> Facts)
{
    /// <summary>What names of words begin with.</summary>
    public const string Prefix = "Told-";

    /// <summary>Every variant there is; empty: the kind has none.</summary>
    public ImmutableArray<string> Variants { get; private init; } = [];

    /// <summary>Clauses that follow where an event has all their facts, by the end of their name.</summary>
    public ImmutableArray<(string Name, ImmutableArray<EventFact> Facts)> More { get; private init; } = [];

    private Func<GatewayEvent, string?>? VariantOf { get; init; }

    /// <summary>Words of their own for each value of a fact.</summary>
    public EventWords By(string fact, params ImmutableArray<string> variants) =>
        By(happened => happened.Fact(fact), variants);

    /// <summary>Words of their own for what is found in the facts; an event of which it is none says nothing.</summary>
    public EventWords By(Func<GatewayEvent, string?> variant, params ImmutableArray<string> variants) =>
        this with { VariantOf = variant, Variants = variants };

    /// <summary>A clause more where the facts for it are there.</summary>
    public EventWords And(string name, params ImmutableArray<EventFact> facts) =>
        this with { More = More.Add((name, facts)) };

    public Sentence? Of(GatewayEvent happened, DateTimeZone zone)
    {
        var variant = VariantOf?.Invoke(happened);
        if (ValuesOf(Facts, happened, zone) is not { } values
            || (VariantOf is not null && !Variants.Contains(variant ?? "")))
        {
            return null;
        }
        var words = Prefix + happened.Kind;
        var sentence = Sentence.Of(variant is null ? words : $"{words}-{variant}", values);
        foreach (var (name, facts) in More)
        {
            if (ValuesOf(facts, happened, zone) is { } more)
                sentence = sentence.Then($"{words}-{name}", more);
        }
        return sentence;
    }

    private static ImmutableArray<(string Name, Said Value)>? ValuesOf(
        ImmutableArray<EventFact> facts, GatewayEvent happened, DateTimeZone zone)
    {
        var values = ImmutableArray.CreateBuilder<(string, Said)>();
        values.Add(("subject", happened.Subject));
        foreach (var fact in facts)
        {
            if (happened.Fact(fact.Name) is not { } text || fact.Say(text, happened, zone) is not { } said)
                return null;
            values.Add((fact.Name, said));
        }
        return values.ToImmutable();
    }
}

/// <summary>A fact of an event, and how it is said.</summary>
/// <param name="Name">As the gateway writes it, and as it stands in the words.</param>
/// <param name="Say">Null where the text is not what it should be.</param>
internal sealed record EventFact(string Name, Func<string, GatewayEvent, DateTimeZone, Said?> Say)
{
    private const decimal PerThousand = 1000;
    private const decimal PerPercent = 10;

    public static EventFact Text(string name) => new(name, (text, _, _) => text);

    public static EventFact Number(string name) => Scaled(name, 1);

    /// <summary>Percent of thousandths.</summary>
    public static EventFact Percent(string name) => Scaled(name, PerPercent);

    /// <summary>Seconds of milliseconds, without a sign.</summary>
    public static EventFact Seconds(string name) => Scaled(name, PerThousand);

    public static EventFact Moment(string name) =>
        new(name, (text, _, zone) => EventFacts.Instant(text) is { } at ? Said.At(at, zone) : null);

    /// <summary>Milliseconds since 1970.</summary>
    public static EventFact UnixMoment(string name) => new(name, (text, _, zone) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(milliseconds) < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / 2
            ? Said.At(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone)
            : null);

    public static EventFact Word(string name, string prefix) => new(name, (text, _, _) => new Said.Word(prefix, text));

    /// <summary>Wh or L, of the resource that the fact <c>resource</c> names.</summary>
    public static EventFact Amount(string name) => Amount(name, 1);

    /// <summary>The same in thousandths of a Wh or L.</summary>
    public static EventFact AmountThousandths(string name) => Amount(name, PerThousand);

    private static EventFact Amount(string name, decimal divisor) => new(name, (text, happened, _) =>
        EventFacts.Number(text) is { } number
        && Enum.TryParse<Resource>(happened.Fact("resource"), ignoreCase: true, out var resource)
        && Math.Abs(number / divisor) < long.MaxValue
            ? new Said.Amount((long)Math.Abs(number / divisor), resource)
            : null);

    private static EventFact Scaled(string name, decimal divisor) => new(name, (text, _, _) =>
        EventFacts.Number(text) is { } number ? new Said.Number(Math.Abs(number) / divisor) : null);
}
