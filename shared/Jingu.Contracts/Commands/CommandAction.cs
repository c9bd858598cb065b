using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Commands;

/// <summary>The things a person may ask of a gateway. There is none for a group, and none for all.</summary>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "do",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ApproveCut), "approve-cut")]
[JsonDerivedType(typeof(RefuseCut), "refuse-cut")]
[JsonDerivedType(typeof(Extend), "extend")]
[JsonDerivedType(typeof(SelectEmergency), "select-emergency")]
[JsonDerivedType(typeof(OverrideUntil), "override-until")]
[JsonDerivedType(typeof(ConfirmRestore), "confirm-restore")]
[JsonDerivedType(typeof(TestSwitch), "test-switch")]
[JsonDerivedType(typeof(Curtail), "curtail")]
[JsonDerivedType(typeof(ReplaceMeter), "replace-meter")]
[JsonDerivedType(typeof(SettleCase), "settle-case")]
[JsonDerivedType(typeof(OverrideZone), "override-zone")]
public abstract record CommandAction
{
    private CommandAction()
    {
    }

    /// <summary>
    /// True where it can lead to less supply, or to less generation. Such a command is refused on a clock that is not
    /// trusted; the others are taken once, whatever the clock says.
    /// </summary>
    [JsonIgnore]
    public abstract bool Cuts { get; }

    internal virtual string? Objection() => null;

    /// <summary>A person approves the cut that the ladder proposed under this decision.</summary>
    public sealed record ApproveCut(UnitId Unit, Resource Resource, string Decision) : CommandAction
    {
        public override bool Cuts => true;

        internal override string? Objection() => Decision is { Length: > 0 } ? null : "it names no decision";
    }

    /// <summary>
    /// A person refuses that cut: it is not made before the next local day, and then announced and asked for anew.
    /// </summary>
    public sealed record RefuseCut(UnitId Unit, Resource Resource, string Decision) : CommandAction
    {
        public override bool Cuts => false;

        internal override string? Objection() => Decision is { Length: > 0 } ? null : "it names no decision";
    }

    /// <summary>More of this month's budget, ahead of the next desired state.</summary>
    /// <param name="Month">The local month, yyyy-MM.</param>
    /// <param name="Amount">Wh or L, above zero.</param>
    public sealed record Extend(UnitId Unit, Resource Resource, string Month, long Amount) : CommandAction
    {
        public override bool Cuts => false;

        internal override string? Objection() => Amount > 0 ? null : "it extends by nothing";
    }

    /// <summary>The unit takes its emergency allowance.</summary>
    public sealed record SelectEmergency(UnitId Unit, Resource Resource) : CommandAction
    {
        public override bool Cuts => false;
    }

    /// <summary>Nothing of the unit is cut before an instant.</summary>
    public sealed record OverrideUntil(UnitId Unit, Resource Resource, DateTimeOffset Until) : CommandAction
    {
        public override bool Cuts => false;
    }

    /// <summary>Somebody on site has seen that supply may return.</summary>
    public sealed record ConfirmRestore(UnitId Unit, Resource Resource) : CommandAction
    {
        public override bool Cuts => false;
    }

    /// <summary>Opens and closes one switch point, and proves both.</summary>
    public sealed record TestSwitch(string SwitchPoint) : CommandAction
    {
        public override bool Cuts => true;

        internal override string? Objection() => SwitchPoint is { Length: > 0 } ? null : "it names no switch point";
    }

    /// <summary>
    /// Limits one inverter to a share of its rated power, until an instant: then it ends by itself. A later one for the
    /// same inverter takes its place.
    /// </summary>
    /// <param name="Point">The metering point at which the inverter's generation is measured.</param>
    /// <param name="Tenths">Tenths of a percent of its rated power: 0 to 1000.</param>
    /// <param name="Until">Site time, UTC; at most <see cref="Command.ValidMax"/> after the command was issued.</param>
    public sealed record Curtail(string Point, int Tenths, DateTimeOffset Until) : CommandAction
    {
        /// <summary>All of its rated power.</summary>
        public const int TenthsMax = 1000;

        public override bool Cuts => true;

        internal override string? Objection() => this switch
        {
            { Point: null or "" } => "it names no metering point",
            { Tenths: < 0 or > TenthsMax } => $"it limits to {Tenths} tenths of a percent, of 0 to {TenthsMax}",
            _ => null,
        };
    }

    /// <summary>
    /// A person says that one meter was taken down and another hung up, and what both dials showed. What is counted by
    /// it may use a budget up.
    /// </summary>
    /// <param name="Point">The metering point.</param>
    /// <param name="Journal">The journal that its ledger stood on when this was ordered, and <paramref name="Epoch"/>
    /// its epoch: where it stands on something else, somebody was there before, and nothing is done.</param>
    /// <param name="Closing">What the old dial showed at the end, Wh or L before any multiplier.</param>
    /// <param name="Opening">What the new one showed at its begin, likewise.</param>
    /// <param name="Serial">The new meter's serial number; may be empty.</param>
    /// <param name="At">When; null: where the register changed, or when it is applied.</param>
    public sealed record ReplaceMeter(
        string Point, string Journal, int Epoch, decimal Closing, decimal Opening, string Serial, DateTimeOffset? At)
        : CommandAction
    {
        /// <summary>Longest serial number.</summary>
        public const int SerialMax = 200;

        public override bool Cuts => true;

        internal override string? Objection() => ObjectionTo(Point, Journal, Epoch) ?? this switch
        {
            { Closing: < 0 or > DialMax } or { Opening: < 0 or > DialMax } =>
                $"a dial of it shows less than 0 or more than {DialMax / 1000} kWh or m3",
            { Serial: null } or { Serial.Length: > SerialMax } =>
                $"its serial number has more than {SerialMax} characters",
            _ => null,
        };
    }

    /// <summary>A person says what a register means that no rule explains.</summary>
    /// <param name="Point">The metering point.</param>
    /// <param name="Journal">As of <see cref="ReplaceMeter"/>.</param>
    /// <param name="Case">The case that is open there; another one is not settled by this.</param>
    /// <param name="Word">What the person says.</param>
    /// <param name="Amount">Wh or L that were used meanwhile, of a new base; else 0.</param>
    public sealed record SettleCase(
        string Point, string Journal, int Epoch, long Case, SettleWord Word, long Amount) : CommandAction
    {
        public override bool Cuts => true;

        internal override string? Objection() => ObjectionTo(Point, Journal, Epoch) ?? this switch
        {
            { Case: < 1 } => "it names no case",
            _ when !Enum.IsDefined(Word) => "it does not say what the register means",
            { Amount: < 0 or > (long)DialMax } => $"it counts less than 0 or more than {DialMax / 1000} kWh or m3",
            { Word: SettleWord.Believe, Amount: not 0 } => "it believes the register and gives an amount besides",
            _ => null,
        };
    }

    /// <summary>
    /// So much light in one lighting zone until an instant, whoever is there: then its rules decide again by
    /// themselves. A later one for the same zone takes its place; one without light ends it. It moves lamps of the zone
    /// alone, and no circuit. Less light may harm whoever is there, so it is one that cuts.
    /// </summary>
    /// <param name="Zone">The lighting zone.</param>
    /// <param name="Light">Thousandths of full light, 0 is off; null: what was ordered ends now.</param>
    /// <param name="Until">Site time, UTC; at most <see cref="HoldsMax"/> after the command was issued. Null where it
    /// ends an order.</param>
    public sealed record OverrideZone(string Zone, int? Light, DateTimeOffset? Until) : CommandAction
    {
        /// <summary>Full light.</summary>
        public const int LightMax = 1000;

        /// <summary>No order holds longer: what is to last stands in the rules of the zone.</summary>
        public static readonly TimeSpan HoldsMax = TimeSpan.FromHours(24);

        public override bool Cuts => true;

        internal override string? Objection() => this switch
        {
            _ when !IdText.IsValid(Zone) => "it names no lighting zone",
            { Light: < 0 or > LightMax } => $"it asks for {Light} thousandths of full light, of 0 to {LightMax}",
            _ when Light is null != Until is null => "it says either light and until when, or neither",
            _ => null,
        };
    }

    /// <summary>The most that is taken for a dial or an amount, Wh or L: 10^9 kWh or m3.</summary>
    private const decimal DialMax = 1_000_000_000_000;

    private const int JournalDigits = 32;

    private static string? ObjectionTo(string point, string journal, int epoch) =>
        !IdText.IsValid(point) ? "it names no metering point"
        : journal is not { Length: JournalDigits } || !journal.All(char.IsAsciiHexDigitLower) || epoch < 1
            ? "it does not say on what the ledger stood"
            : null;
}

/// <summary>What a person says of a register that no rule explains.</summary>
public enum SettleWord
{
    /// <summary>It is right: all that it shows was used.</summary>
    Believe = 1,

    /// <summary>It counts on from where it stands.</summary>
    NewBase = 2,
}
