using Jingu.Edge.Control.Buttons;
using Jingu.Edge.Delivery;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control.Buttons;

/// <summary>A button at a line that a simulator serves: closed to ground while it is down.</summary>
public sealed class RestoreButtonTests : IAsyncDisposable
{
    private static readonly LineAddress Address = new("cabinet", 3);

    private readonly SimulatedLinesServer _server = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
    private readonly SimulatedLine _line;
    private readonly FakeTime _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly Presses _presses = new();
    private readonly PendingEvents _events;
    private readonly RestoreButton _button;

    public RestoreButtonTests()
    {
        _line = _server.Add(new(Address, isHigh: true));
        var site = new StandingTime(_time);
        _events = new(site);
        _button = new(
            new("button-07", new("unit-07"), "lines", 1, TimeSpan.FromSeconds(3)),
            new InputSettings(
                Address, LineBias.PullUp, ActiveLevel.Low, LineEdges.Both, TimeSpan.FromMilliseconds(20)),
            new SimulatedLines(_server.EndPoint, site), _presses, _events, site);
    }

    public async ValueTask DisposeAsync()
    {
        await _button.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_long_press_is_one_press_with_its_instant()
    {
        await LookAsync();
        await PressAsync(TimeSpan.FromSeconds(4));
        Assert.Equal([new ButtonPress("button-07", new("unit-07"), _time.GetUtcNow())], _presses.Take().AsEnumerable());
        await LookAsync();
        Assert.Empty(_presses.Take());
    }

    [Fact]
    public async Task A_short_press_is_none()
    {
        await LookAsync();
        await PressAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(_presses.Take());
    }

    [Fact]
    public async Task A_button_that_is_stuck_is_told_once_and_confirms_nothing_until_it_was_let_go()
    {
        await LookAsync();
        _line.Drive(isHigh: false, Now());
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await LookAsync();
        }
        Assert.Equal(["stuck"], States());
        _line.Drive(isHigh: true, Now());
        await LookAsync();
        Assert.Equal(["released"], States());
        Assert.Empty(_presses.Take());
        await PressAsync(TimeSpan.FromSeconds(4));
        Assert.Single(_presses.Take());
    }

    [Fact]
    public async Task What_was_pressed_before_the_gateway_had_the_line_confirms_nothing()
    {
        await PressAsync(TimeSpan.FromSeconds(4), look: false);
        _line.Drive(isHigh: false, Now());
        _time.Advance(TimeSpan.FromSeconds(5));
        await LookAsync();
        _line.Drive(isHigh: true, Now());
        await LookAsync();
        Assert.Empty(_presses.Take());
    }

    [Fact]
    public async Task A_line_that_goes_is_told_once_and_opened_again()
    {
        await LookAsync();
        _line.IsUnplugged = true;
        await LookAsync();
        await LookAsync();
        Assert.Equal(["gone"], States());
        _line.IsUnplugged = false;
        await LookAsync();
        Assert.Equal(["back"], States());
        await PressAsync(TimeSpan.FromSeconds(4));
        Assert.Single(_presses.Take());
    }

    private async Task PressAsync(TimeSpan length, bool look = true)
    {
        _line.Drive(isHigh: false, Now());
        _time.Advance(length);
        _line.Drive(isHigh: true, Now());
        if (look)
            await LookAsync();
    }

    private ValueTask LookAsync() => _button.LookAsync(CancellationToken.None);

    private TimeSpan Now() => TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks);

    private IEnumerable<string> States() => _events.Take().Select(happened => happened.Facts["state"]);

    /// <summary>A bench's time, moved by the test: simulated lines exist under nothing else.</summary>
    private sealed class StandingTime(FakeTime time) : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override IParticipant Join(string name) => throw new NotSupportedException();
    }
}
