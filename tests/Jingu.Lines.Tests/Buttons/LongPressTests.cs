using System.Globalization;
using Jingu.Lines.Buttons;
using Xunit;

namespace Jingu.Lines.Tests.Buttons;

/// <summary>
/// What an input shows, as <c>level@milliseconds</c>: 1 down, 0 up; <c>?</c> is an edge that nobody can describe.
/// </summary>
public sealed class LongPressTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("1@0 0@2999", 0)]
    [InlineData("1@0 0@3000", 1)]
    [InlineData("1@0 0@30000", 1)]
    [InlineData("1@0 0@30001", 0)]
    [InlineData("1@0", 0)]
    [InlineData("1@0 0@3000 1@5000 0@9000", 2)]
    [InlineData("1@0 0@2000 1@2001 0@4000", 0)]
    [InlineData("1@0 0@2 1@4 0@6 1@8 0@3008", 1)]
    [InlineData("1@0 ? ? 0@4000", 0)]
    [InlineData("1@0 ?", 0)]
    [InlineData("? ? 1@5000 0@9000", 1)]
    [InlineData("0@9000", 0)]
    public void Only_a_press_that_lasts_long_enough_and_ends_counts(string shown, int presses) =>
        Assert.Equal(presses, Take(new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30)), shown));

    [Fact]
    public void A_press_counts_over_several_looks()
    {
        var button = new LongPress(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30));
        Assert.Equal(0, button.Take(new([new(true, TimeSpan.Zero, 1)], 1)));
        Assert.True(button.IsDown);
        Assert.Equal(0, button.Take(new([], 1)));
        Assert.Equal(1, button.Take(new([new(false, TimeSpan.FromSeconds(5), 2)], 2)));
        Assert.False(button.IsDown);
    }

    [Fact]
    public void What_was_down_when_the_line_was_opened_has_to_be_let_go_first()
    {
        var button = new LongPress(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30));
        button.Begin(isActive: true, 7);
        Assert.True(button.IsDown);
        Assert.Equal(0, button.Take(new([new(true, TimeSpan.Zero, 7), new(false, TimeSpan.FromSeconds(5), 8)], 8)));
        Assert.Equal(
            1,
            button.Take(new([new(true, TimeSpan.FromSeconds(6), 9), new(false, TimeSpan.FromSeconds(10), 10)], 10)));
    }

    private static int Take(LongPress button, string shown)
    {
        var edges = new List<LineEdge>();
        var sequence = 0L;
        foreach (var word in shown.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            sequence++;
            if (word == "?")
                continue;
            var at = TimeSpan.FromMilliseconds(int.Parse(word.AsSpan(2), CultureInfo.InvariantCulture));
            edges.Add(new(word[0] == '1', at, sequence));
        }
        return button.Take(new([.. edges], sequence));
    }
}
