using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Xunit;

namespace Jingu.Budgets.Tests.Switching;

/// <summary>
/// A distribution cabinet with relays, meters below them and faults on demand, looked at every ten seconds. Times are
/// seconds since it was built.
/// </summary>
internal sealed class Cabinet
{
    private const long Rating = 3000;
    private static readonly DateTimeOffset Built = new(2026, 3, 17, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Travel = TimeSpan.FromSeconds(1);

    private readonly SwitchSequence _sequence;
    private readonly Dictionary<SwitchPointId, Circuit> _circuits = [];
    private readonly List<string> _log = [];
    private Supply _supply = Supply.On;
    private bool _isBlind;
    private int _seconds;
    private int _expected;

    private Cabinet(SwitchSequence sequence) => _sequence = sequence;

    /// <summary>Circuits in order of cutting; a name that ends in '~' is lighting that is dimmed.</summary>
    public static Cabinet With(params string[] circuits)
    {
        var listed = circuits.Select(name => new ListedCircuit(new(name.TrimEnd('~')), name.EndsWith('~')));
        var cabinet = new Cabinet(new([.. listed], []));
        foreach (var circuit in cabinet._sequence.Circuits)
            cabinet._circuits[circuit.Point] = new Circuit(circuit.DimOnly);
        return cabinet;
    }

    public Cabinet At(int seconds)
    {
        for (; _seconds < seconds; _seconds += 10)
            Look();
        return this;
    }

    public Cabinet Wants(Supply supply) => Do(() => _supply = supply);

    /// <summary>The contact carries on whatever the relay is told; its read-back says what it was told.</summary>
    public Cabinet Welds(string circuit) => Do(() => Of(circuit).IsWelded = true);

    public Cabinet HasFeedback(string circuit) => Do(() => Of(circuit).HasFeedback = true);

    /// <summary>Somebody leads the load around the contact.</summary>
    public Cabinet Bypasses(string circuit) => Do(() => Of(circuit).IsBypassed = true);

    public Cabinet Draws(string circuit, long power) => Do(() => Of(circuit).Draw = power);

    /// <summary>The board loses its supply, and comes back with every output released.</summary>
    public Cabinet BoardPowersUpOff() => Do(() =>
    {
        foreach (var circuit in _circuits.Values)
            circuit.State = CircuitState.Off;
    });

    /// <summary>After a start nothing has been read back yet.</summary>
    public Cabinet ReadsNothingBack(bool blind = true) => Do(() => _isBlind = blind);

    /// <summary>These commands were given since the last expectation, as <c>second operation circuit</c>.</summary>
    public Cabinet Expect(params string[] commands)
    {
        Assert.Equal(commands, _log[_expected..]);
        _expected = _log.Count;
        return this;
    }

    public Cabinet ExpectProof(string circuit, SwitchActionState state, ProofGrade grade, ProofFinding finding)
    {
        var action = Of(circuit).Action!;
        Assert.Equal((circuit, state, grade, finding), (circuit, action.State, action.Grade, action.Finding));
        return this;
    }

    private Cabinet Do(Action change)
    {
        change();
        return this;
    }

    private Circuit Of(string name) => _circuits[new(name)];

    private DateTimeOffset Now => Built.AddSeconds(_seconds);

    private void Look()
    {
        foreach (var (_, circuit) in _circuits)
            circuit.Prove(Now);
        foreach (var (point, circuit) in _circuits)
        {
            if (circuit.Action?.ShouldTryAgain(circuit.Below, Rating) == true)
                Command(point, circuit, SwitchOperation.Cut);
        }
        var standings = _circuits.Select(pair => new CircuitStanding(
            pair.Key, _isBlind ? CircuitState.Unknown : pair.Value.State, pair.Value.SwitchedAt, pair.Value.CutByUs));
        if (_sequence.Next(_supply, [.. standings], Now) is { } next)
            Command(next.Point, _circuits[next.Point], next.Operation, next.Ground);
    }

    private void Command(
        SwitchPointId point, Circuit circuit, SwitchOperation operation, RestoreGround ground = RestoreGround.None)
    {
        var why = ground == RestoreGround.Unplanned ? " (unplanned)" : "";
        _log.Add($"{_seconds} {operation} {point}{why}");
        circuit.Switch(point, operation, Now);
    }

    private sealed class Circuit(bool isLighting)
    {
        private readonly List<Observation> _seen = [];
        private ProofSubject? _subject;

        public CircuitState State { get; set; } = CircuitState.On;
        public DateTimeOffset? SwitchedAt { get; private set; }
        public bool CutByUs { get; private set; }
        public bool IsWelded { get; set; }
        public bool IsBypassed { get; set; }
        public bool HasFeedback { get; set; }
        public long Draw { get; set; } = 1500;
        public SwitchAction? Action { get; private set; }

        private bool IsContactOpen => State == CircuitState.Off && !IsWelded;

        public long Below => IsContactOpen && !IsBypassed ? 0 : isLighting && State == CircuitState.Dimmed ? 300 : Draw;

        public void Switch(SwitchPointId point, SwitchOperation operation, DateTimeOffset now)
        {
            _subject = new(now, Travel)
            {
                Restoring = operation == SwitchOperation.Restore,
                HasFeedback = HasFeedback,
                Rating = Rating,
                DrawBefore = Below,
            };
            _seen.Clear();
            State = operation switch
            {
                SwitchOperation.Cut => CircuitState.Off,
                SwitchOperation.Dim => CircuitState.Dimmed,
                _ => CircuitState.On,
            };
            (SwitchedAt, CutByUs) = (now, operation != SwitchOperation.Restore);
            Action = (Action is { State: SwitchActionState.NotProven } tried && tried.Operation == operation
                ? tried : new(point, operation, now)).Attempt(now);
        }

        public void Prove(DateTimeOffset now)
        {
            if (_subject is null || now <= _subject.SwitchedAt)
                return;
            _seen.Add(new(now, ObservationKind.PowerBelow, Below));
            if (HasFeedback)
                _seen.Add(new(now, ObservationKind.ContactOpen, IsContactOpen ? 1 : 0));
            Action = Action!.Settle(Proof.Judge(_subject, _seen, now));
        }
    }
}
