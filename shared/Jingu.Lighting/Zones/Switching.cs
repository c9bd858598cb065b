namespace Jingu.Lighting.Zones;

/// <summary>The local switch: what a person chooses, and for how long it holds. Pure.</summary>
internal static class Switching
{
    /// <summary>Takes up a press that was not taken before, and ends a choice whose time is over.</summary>
    public static ZoneState Take(ZoneRules rules, ZoneState state, ZoneInputs inputs, DateTimeOffset now)
    {
        if (inputs.Press is { } press && press.At > state.PressedAt && press.At <= now)
        {
            state = state with { PressedAt = press.At, Seen = now };
            return press.Kind == SwitchKind.Off || (press.Kind == SwitchKind.Level && press.Light <= 0)
                ? PutOut(rules, state, now)
                : PutOn(rules, state, press, now);
        }
        return state.Choice is { } choice && now >= choice.Until ? state with { Choice = null } : state;
    }

    private static ZoneState PutOut(ZoneRules rules, ZoneState state, DateTimeOffset now) =>
        state.Enter(ZonePhase.Dark, LightReason.ByHand, now) with
        {
            Choice = new(0, now + rules.SwitchHolds, AgainstAbsence: false),
            IsSwept = false,
        };

    private static ZoneState PutOn(ZoneRules rules, ZoneState state, SwitchPress press, DateTimeOffset now)
    {
        int? light = press.Kind == SwitchKind.Level ? int.Min(press.Light, rules.OnLight)
            : state.Phase == ZonePhase.Lit ? rules.OnLight
            : null;
        var chosen = state with
        {
            Choice = new(light, now + rules.SwitchHolds, AgainstAbsence: state.Phase == ZonePhase.Leaving),
            Presence = Sensing.CountUnseen(state.Presence),
            Loop = new(state.Loop.Light),
        };
        chosen = Sweeping.PutOff(rules, chosen, now) with { IsSwept = false };
        return chosen.Phase == ZonePhase.Lit ? chosen : chosen.Enter(ZonePhase.Lit, LightReason.ByHand, now);
    }
}
