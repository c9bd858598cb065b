using Jingu.Modbus.Links;
using Jingu.Testing;
using Xunit;

namespace Jingu.Modbus.Tests.Links;

/// <summary>A serial line is a pseudo-terminal here, opened by path like any other line.</summary>
public sealed class SerialLinkTests : LinkContract
{
    protected override bool NoticesTheOtherEnd => false;

    [Fact]
    public async Task A_line_in_use_is_refused_with_a_sentence()
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var far = terminal.Link;
        var open = SerialLink.Opener(Settings(terminal.DevicePath), Time);
        await using var first = Opened(await open(CancellationToken.None));
        var second = Assert.IsType<LinkOpening.Failed>(await open(CancellationToken.None));
        Assert.Contains("another program uses it", second.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_can_be_opened_again_after_it_was_closed()
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var far = terminal.Link;
        var open = SerialLink.Opener(Settings(terminal.DevicePath), Time);
        await Opened(await open(CancellationToken.None)).DisposeAsync();
        await far.WriteAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        await using var again = Opened(await open(CancellationToken.None));
        var stale = await again.ReadAsync(new byte[8], TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.Equal(LinkOutcome.Nothing, stale);
    }

    [Fact]
    public async Task A_pulled_adapter_breaks_the_link()
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var near = Opened(
            await SerialLink.Opener(Settings(terminal.DevicePath), Time)(CancellationToken.None));
        await terminal.Link.DisposeAsync();
        await Eventually.UntilAsync(() => near.DiscardWaiting().IsBroken);
    }

    [Theory]
    [InlineData(2400)]
    [InlineData(9600)]
    [InlineData(115_200)]
    public async Task Every_speed_of_the_field_is_taken(int baud)
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var far = terminal.Link;
        var settings = new SerialSettings(terminal.DevicePath, baud, SerialParity.None, 2);
        await using var near = Opened(await SerialLink.Opener(settings, Time)(CancellationToken.None));
    }

    [Fact]
    public async Task Parity_on_a_pseudo_terminal_is_refused_with_what_to_do()
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var far = terminal.Link;
        var settings = new SerialSettings(terminal.DevicePath, 9600, SerialParity.Even, 1);
        var opening = await SerialLink.Opener(settings, Time)(CancellationToken.None);
        var failed = Assert.IsType<LinkOpening.Failed>(opening);
        Assert.Contains("use parity none", failed.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/no-such-line")]
    [InlineData("/dev/null")]
    public async Task What_is_no_line_is_a_sentence(string path)
    {
        var opening = await SerialLink.Opener(Settings(path), Time)(CancellationToken.None);
        var failed = Assert.IsType<LinkOpening.Failed>(opening);
        Assert.StartsWith($"{path} does not open", failed.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14_400, 1)]
    [InlineData(9600, 3)]
    public void Settings_no_line_can_take_are_refused(int baud, int stopBits) =>
        Assert.Throws<ArgumentException>(() => new SerialSettings("/dev/ttyUSB0", baud, SerialParity.None, stopBits));

    protected override async Task<(IByteLink Near, IByteLink Far)> OpenAsync()
    {
        var terminal = PseudoTerminal.Open(Time);
        Assert.True(SerialLink.IsPseudoTerminal(terminal.DevicePath));
        var near = await SerialLink.Opener(Settings(terminal.DevicePath), Time)(CancellationToken.None);
        return (Opened(near), terminal.Link);
    }

    private static SerialSettings Settings(string path) => new(path, 9600, SerialParity.None, 1);
}
