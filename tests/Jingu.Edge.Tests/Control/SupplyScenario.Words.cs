using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;

namespace Jingu.Edge.Tests.Control;

/// <summary>What policies and persons say.</summary>
internal sealed partial class SupplyScenario
{
    public SupplyScenario Budget(long budget, long emergency = 0) => Change(() =>
    {
        _policy = _policy with { Months = Allowances(budget, emergency) };
        Publish();
    });

    public SupplyScenario Calendar(HoldCalendar calendar) => Change(() =>
    {
        _calendar = calendar;
        Publish();
    });

    public SupplyScenario Policy(Func<LadderPolicy, LadderPolicy> change) => Change(() =>
    {
        _policy = _policy with { Ladder = change(_policy.Ladder) };
        Publish();
    });

    /// <summary>The policy that is in force from now on ends, and nothing follows it.</summary>
    public SupplyScenario PolicyEnds(TimeSpan after) => Change(() => Publish(after));

    /// <summary>The next policy says nothing of the unit.</summary>
    public SupplyScenario IsDropped() => Change(() =>
    {
        _isListed = false;
        Publish();
    });

    public SupplyScenario IsListedAgain() => Change(() =>
    {
        _isListed = true;
        Publish();
    });

    /// <summary>The next policy lists these circuits only.</summary>
    public SupplyScenario Lists(params string[] circuits) => Sequence(_ =>
        new([.. circuits.Select(circuit => new ListedCircuit(new(circuit)))], []));

    public SupplyScenario Sequence(Func<SwitchSequence, SwitchSequence> change) => Change(() =>
    {
        _policy = _policy with { Switching = change(_policy.Switching!) };
        Publish();
    });

    /// <summary>The key that signed the policy is trusted no more, and the process starts again.</summary>
    public SupplyScenario TrustsNobody() => Change(() =>
    {
        _options = _options with { Trusted = [] };
        _journal.Dispose();
        Start();
    });

    public SupplyScenario Tests(string circuit) => Says(new CommandAction.TestSwitch(circuit));

    /// <summary>A signed command comes in.</summary>
    public SupplyScenario Says(CommandAction action) => Change(() => Command(action));

    /// <summary>Somebody on site holds a unit's button long enough.</summary>
    public SupplyScenario Presses(string unit = "unit-07") => Change(() =>
        _presses.Add(new(unit.Replace("unit", "button", StringComparison.Ordinal), new(unit), _now)));

    /// <summary>A unit whose sockets and lighting are off since the fifth at nine, by what it used.</summary>
    public static SupplyScenario Cut() => With(1000, ladder => ladder with { Automatic = true })
        .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
        .At("05 08:30").Expect("FinalNoticeIssued")
        .At("05 09:00").Expect("Disconnected")
        .At("05 12:00").ExpectStory(
            "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
            "05 09:01 server-07 refused NotSwitchable")
        .ExpectSwitched("05 09:00:00 sockets-07 Off", "05 09:00:30 lighting-07 Off");

    public SupplyScenario Approves() => Says(new CommandAction.ApproveCut(Unit, _resource, "1"));

    public SupplyScenario Refuses() => Says(new CommandAction.RefuseCut(Unit, _resource, "1"));

    public SupplyScenario Confirms() => Says(new CommandAction.ConfirmRestore(Unit, _resource));

    public SupplyScenario Extends(long amount) =>
        Says(new CommandAction.Extend(Unit, _resource, Month(_now), amount * Kilo));

    public SupplyScenario SelectsEmergency() => Says(new CommandAction.SelectEmergency(Unit, _resource));

    /// <summary>Somebody orders light in the office, thousandths, until then.</summary>
    public SupplyScenario Orders(int light, string until) =>
        Says(new CommandAction.OverrideZone(Office, light, Parse(until)));

    /// <summary>Somebody ends what was ordered in the office.</summary>
    public SupplyScenario Releases() => Says(new CommandAction.OverrideZone(Office, null, null));

    /// <summary>A signed command comes in that was issued so much later than now.</summary>
    public SupplyScenario SaysFrom(TimeSpan ahead, CommandAction action) => Change(() => Command(action, ahead));

    /// <summary>The last command comes again.</summary>
    public SupplyScenario CommandComesAgain() => Change(Resend);

    public SupplyScenario ForbidsUntil(string time) =>
        Says(new CommandAction.OverrideUntil(Unit, _resource, Parse(time)));
}
