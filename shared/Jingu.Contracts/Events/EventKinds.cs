namespace Jingu.Contracts.Events;

/// <summary>The kinds of events a gateway records.</summary>
public static class EventKinds
{
    /// <summary>The gateway process started on this journal.</summary>
    public const string Started = "started";

    /// <summary>A journal began: new, or in place of one that was lost or damaged.</summary>
    public const string JournalOpened = "journal-opened";

    /// <summary>A point's ledger began at a register.</summary>
    public const string LedgerOpened = "ledger-opened";

    /// <summary>A register fell and no rule explains it: nothing is counted until a person settles it.</summary>
    public const string RegisterFell = "register-fell";

    /// <summary>A register rolled over at its modulus.</summary>
    public const string RegisterWrapped = "register-wrapped";

    /// <summary>A register rose faster than its profile says is possible; it is not believed.</summary>
    public const string RegisterImplausible = "register-implausible";

    /// <summary>A register that was held can be believed again.</summary>
    public const string RegisterRecovered = "register-recovered";

    /// <summary>A register stepped back within its tolerance; the total stands until it has come back.</summary>
    public const string RegisterBackFlow = "register-back-flow";

    /// <summary>A 32-bit float register nears, or has passed, the magnitude at which it loses steps.</summary>
    public const string ResolutionLoss = "resolution-loss";

    /// <summary>Another meter hangs at a point, and nobody has said what the two registers showed.</summary>
    public const string MeterChanged = "meter-changed";

    /// <summary>A meter was replaced, with closing and opening reading: the total goes on.</summary>
    public const string MeterReplaced = "meter-replaced";

    /// <summary>A multiplier or pulse constant took effect.</summary>
    public const string MultiplierChanged = "multiplier-changed";

    /// <summary>A person settled a case.</summary>
    public const string CaseSettled = "case-settled";

    /// <summary>What a person declared cannot be and was not applied.</summary>
    public const string DeclarationRefused = "declaration-refused";

    /// <summary>
    /// The register of a point at the local midnight a month begins at, and the readings it lies between.
    /// </summary>
    public const string MonthBoundary = "month-boundary";

    /// <summary>A meter stopped answering.</summary>
    public const string MeterSilent = "meter-silent";

    /// <summary>A silent meter answers again.</summary>
    public const string MeterBack = "meter-back";

    /// <summary>A port cannot read everything within its period: instantaneous values are read in turn.</summary>
    public const string PortOverloaded = "port-overloaded";

    /// <summary>A port reads everything within its period again.</summary>
    public const string PortRelieved = "port-relieved";

    /// <summary>A meter answers, and says of a point's counter that it is not available, or refuses it.</summary>
    public const string CounterMissing = "counter-missing";

    /// <summary>A counter that was missing is read again.</summary>
    public const string CounterBack = "counter-back";

    /// <summary>Nobody watched a pulse input for a while: pulses of that time are not counted.</summary>
    public const string PulsesUnwatched = "pulses-unwatched";

    /// <summary>A person read a meter's dial, and it was held against what was counted.</summary>
    public const string DialRead = "dial-read";

    /// <summary>A message from the aggregator failed its authentication or was addressed to somebody else.</summary>
    public const string MessageRefused = "message-refused";

    /// <summary>The aggregator refused entries: they stay in the journal and are not sent again.</summary>
    public const string EntriesRefused = "entries-refused";

    /// <summary>Samples were removed because the disk ran short.</summary>
    public const string SamplesThinned = "samples-thinned";

    /// <summary>
    /// A boot got its offset: instant = monotonic + offset, plus or minus uncertainty (<see cref="BootDating"/>).
    /// </summary>
    public const string BootDated = "boot-dated";

    /// <summary>The trust in the clock changed.</summary>
    public const string ClockTrustChanged = "clock-trust";

    /// <summary>The clock was set forward or back; no reading and no interval gets another instant by it.</summary>
    public const string ClockJumped = "clock-jumped";

    /// <summary>Readings of a point are not later than its ledger: they count nothing until they are.</summary>
    public const string ReadingNotLater = "reading-not-later";

    /// <summary>A device with switch points stopped answering: how they stand is unknown.</summary>
    public const string BoardSilent = "board-silent";

    /// <summary>A silent device with switch points answers again; nothing was commanded because of it.</summary>
    public const string BoardBack = "board-back";

    /// <summary>A switch point stands elsewhere than it was seen or sent last, and nobody here moved it.</summary>
    public const string SwitchMoved = "switch-moved";

    /// <summary>
    /// A desired state is in force: it came, or the gateway started with it. Facts: version, key, issued, notAfter.
    /// </summary>
    public const string PolicyApplied = "policy-applied";

    /// <summary>
    /// A document on the topic of desired states was refused. Facts: running, the version that stays in force, where
    /// there is one; untold, how many more were refused since the last one told.
    /// </summary>
    public const string PolicyRefused = "policy-refused";

    /// <summary>
    /// A unit that is cut is listed by no policy any more: it is armed. Subject: unit and resource.
    /// </summary>
    public const string UnitDropped = "unit-dropped";

    /// <summary>A command was carried out; the text says its effect. Facts: id, action, by, reason, issued.</summary>
    public const string CommandAnswered = "command-answered";

    /// <summary>
    /// A command was refused. With the facts of <see cref="CommandAnswered"/> it was the aggregator's; without, nobody
    /// knows whose.
    /// </summary>
    public const string CommandRefused = "command-refused";

    /// <summary>A command came again; once for each. Facts: id. It does nothing twice.</summary>
    public const string CommandRepeated = "command-repeated";

    /// <summary>A grant code was used on site. Facts: name, counter, unit, resource, amount, month, by.</summary>
    public const string GrantUsed = "grant-used";

    /// <summary>A grant code was typed in and refused.</summary>
    public const string GrantRefused = "grant-refused";

    /// <summary>
    /// What a gateway holds of a budget that several share, and what it used of it. Facts: unit, resource, month,
    /// holder, version, part, used, dailyUse, grantedOnSite, overdraft; amounts in Wh or L.
    /// </summary>
    public const string LeaseReport = "lease-report";

    /// <summary>
    /// A button that confirms on site. Facts: state (pressed, stuck, released, gone, back), unit; when pressed:
    /// confirmed, what waited for it, or empty.
    /// </summary>
    public const string RestoreButton = "restore-button";

    /// <summary>
    /// What a device says it does at power-up and bus loss is not as commissioned: nothing is cut by it. Facts: state
    /// (differs, same).
    /// </summary>
    public const string SwitchUnlike = "switch-unlike";

    /// <summary>A person proved a switch point on site, or could not.</summary>
    public const string SwitchTrial = "switch-trial";

    /// <summary>
    /// An inverter was told a limit, and shows it. Subject: its metering point. Facts: command, tenths, until.
    /// </summary>
    public const string CurtailmentBegun = "curtailment-begun";

    /// <summary>
    /// A limit of this gateway does not stand any more: lifted and read back, never set, or changed by somebody else.
    /// Subject and facts as of <see cref="CurtailmentBegun"/>.
    /// </summary>
    public const string CurtailmentEnded = "curtailment-ended";

    /// <summary>
    /// What was decided about a unit's supply, with all it was decided on. Subject: unit and resource. Facts: chain,
    /// the record's place in this gateway's chain; previous and hash, in hex; record, its canonical bytes.
    /// </summary>
    public const string Decision = "decision";

    /// <summary>
    /// A switching went on by a step. Facts: point, unit, resource, operation, state, attempts, grade, finding,
    /// decidedAt, attemptedAt, settledAt; test, the command's id, where a person tests the switch point; event,
    /// the event of demand response that it was shed for, and returns from.
    /// </summary>
    public const string SwitchActionChanged = "switch-action";

    /// <summary>
    /// A lighting zone went dark or lit, or is lit for another reason; not each step of a ramp. Subject: the zone.
    /// Facts: light, in thousandths of full light; reason.
    /// </summary>
    public const string ZoneLight = "zone-light";

    /// <summary>
    /// What a person chose for a lighting zone began or ended. Facts: state (begun, ended), until; light, in
    /// thousandths, where it is a certain one; of an order from afar also order, the command's id, and by.
    /// </summary>
    public const string ZoneOverride = "zone-override";

    /// <summary>
    /// A sensor of a lighting zone is not believed any more. Facts: zone, fault (silent, impossible, stuck).
    /// </summary>
    public const string SensorFailed = "sensor-failed";

    /// <summary>A sensor of a lighting zone is believed again. Facts: zone.</summary>
    public const string SensorBack = "sensor-back";

    /// <summary>A lamp of a lighting zone is not as it was told. Facts: state (differs, same), zone.</summary>
    public const string LampUnlike = "lamp-unlike";
}
