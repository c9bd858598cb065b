using Jingu.Modbus.Boards;
using Xunit;

namespace Jingu.Modbus.Tests.Boards;

/// <summary>The boards that came with the product, against the numbers of their makers' documents.</summary>
public sealed class BoardCatalogueTests
{
    [Fact]
    public void The_boards_are_these() => Assert.Equal(
        ["arlight-dali-logic-lite-ps-x1", "waveshare-relay-8ch", "wirenboard-wb-mwac", "xintai-water"],
        BoardCatalogue.Names.AsEnumerable());

    [Fact]
    public void The_relay_board_has_eight_relays_and_tells_nothing_of_its_behaviour()
    {
        var board = BoardCatalogue.Find("waveshare-relay-8ch")!;
        Assert.Equal(new BoardOutputs.Coils(0x0000, 8), board.Outputs);
        Assert.Equal(0, board.Inputs);
        Assert.Null(board.Behaviour);
    }

    [Fact]
    public void The_water_module_switches_two_valves_and_no_mode_and_tells_how_it_behaves()
    {
        var board = BoardCatalogue.Find("wirenboard-wb-mwac")!;
        Assert.Equal(new BoardOutputs.Coils(0, 2), board.Outputs);
        Assert.Equal((0, 6), (board.FirstInput, board.Inputs));
        Assert.Equal(new BoardBehaviour(6, 8, 930, 938), board.Behaviour);
    }

    [Fact]
    public void A_valve_meter_shares_the_address_of_its_meter_s_profile()
    {
        var board = BoardCatalogue.Find("xintai-water")!;
        Assert.Equal(new BoardOutputs.Valve(0x001C, Open: 1, Closed: 2, Abnormal: 4), board.Outputs);
        Assert.Equal("xintai-water", board.Device);
    }

    [Fact]
    public void Every_board_names_its_source() => Assert.All(
        BoardCatalogue.Names, name => Assert.NotEmpty(BoardCatalogue.Find(name)!.Source));
}
