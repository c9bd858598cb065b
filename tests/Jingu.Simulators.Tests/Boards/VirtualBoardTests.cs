using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using Xunit;

namespace Jingu.Simulators.Tests.Boards;

public sealed class VirtualBoardTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_energised_relay_cuts_its_circuit_and_a_released_one_feeds_it()
    {
        var board = new Board(BoardKind.WaveshareRelay8);
        Assert.True(board.Feeds(0));

        Assert.IsType<ModbusResult.Written>(board.Write(0, true));
        Assert.False(board.Feeds(0));
        Assert.True(board.Feeds(1));
        Assert.Equal([true, false, false, false, false, false, false, false], board.Coils(8));

        board.Write(0, false);
        Assert.True(board.Feeds(0));
        Assert.Equal(
            [(true, true, SwitchCause.Written), (false, true, SwitchCause.Written)],
            board.Log.Events.Select(one => (one.IsCut, one.Changed, one.Cause)));
    }

    [Fact]
    public void The_coil_of_a_welded_contact_moves_and_the_contact_does_not()
    {
        var board = new Board(BoardKind.WaveshareRelay8);
        board.Device.SetStuck(0, true);
        board.Write(0, true);

        Assert.True(board.Coils(1)[0]);
        Assert.True(board.Feeds(0));

        board.Device.SetStuck(0, false);
        Assert.False(board.Feeds(0));
    }

    [Fact]
    public void A_valve_takes_its_travel_time_and_its_end_switch_says_when_it_stands()
    {
        var board = new Board(BoardKind.WbMwac);
        board.Write(0, true);
        board.Pass(TimeSpan.FromSeconds(9));
        Assert.True(board.Feeds(0));
        Assert.False(board.Inputs()[0]);

        board.Pass(TimeSpan.FromSeconds(1));
        Assert.False(board.Feeds(0));
        Assert.True(board.Inputs()[0]);
    }

    [Fact]
    public void A_valve_that_sticks_on_its_way_stays_open_and_its_end_switch_says_so()
    {
        var board = new Board(BoardKind.WbMwac);
        board.Write(0, true);
        board.Pass(TimeSpan.FromSeconds(5));
        board.Device.SetStuck(0, true);
        board.Pass(TimeSpan.FromHours(1));

        Assert.True(board.Coils(1)[0]);
        Assert.True(board.Feeds(0));
        Assert.False(board.Inputs()[0]);
    }

    [Fact]
    public void A_board_that_powers_up_off_cuts_what_is_ordinary_and_nothing_protected()
    {
        var board = new Board(BoardKind.WaveshareRelay8);
        board.Device.PowerUpOff();

        Assert.Equal([true, true, false, false, false, false, false, false], board.Coils(8));
        Assert.All(board.Log.Events, one => Assert.Equal(SwitchCause.Board, one.Cause));
    }

    [Fact]
    public void A_water_module_that_powers_up_off_says_that_it_was_set_so_and_its_other_output_stays_as_it_was()
    {
        var board = new Board(BoardKind.WbMwac);
        board.Device.PowerUpOff();

        Assert.Equal("0", Values(board.Register(6)));
        Assert.Equal("1 0", Values(board.Register(930, 2)));
        Assert.Equal([true, false], board.Coils(2));
        // It still stays as it is when nobody speaks to it.
        Assert.Equal("65534", Values(board.Register(8)));
        Assert.Equal("0 0", Values(board.Register(938, 2)));
    }

    [Fact]
    public void A_board_that_is_gone_answers_nothing_and_keeps_its_relays()
    {
        var board = new Board(BoardKind.WaveshareRelay8);
        board.Write(0, true);
        board.Device.IsGone = true;
        Assert.Null(board.Device.Answer(new ModbusRequest.WriteBits(9, 5, 0, [false])));
        Assert.False(board.Feeds(0));

        board.Device.IsGone = false;
        Assert.True(board.Coils(1)[0]);
    }

    [Fact]
    public void A_group_that_is_written_is_switched_as_a_real_board_would_and_told_apart_in_the_log()
    {
        var board = new Board(BoardKind.WaveshareRelay8);
        board.Write(0x00FF, true);
        Assert.DoesNotContain(false, board.Coils(8));
        board.Device.Answer(new ModbusRequest.WriteBits(9, 15, 0, [false, false]));
        Assert.Equal(10, board.Log.Events.Count(one => one.Cause == SwitchCause.WrittenInGroup));
        Assert.Equal(new ModbusResult.Refused(2), new Board(BoardKind.WbMwac).Write(0x00FF, true));
    }

    [Fact]
    public void Only_the_boards_own_coils_inputs_and_registers_are_answered()
    {
        var relays = new Board(BoardKind.WaveshareRelay8);
        Assert.Equal(new ModbusResult.Refused(2), relays.Write(8, true));
        Assert.Equal(new ModbusResult.Refused(1), relays.Device.Answer(new ModbusRequest.ReadBits(9, 2, 0, 6)));
        Assert.Equal(new ModbusResult.Refused(1), relays.Register(6));
        var valves = new Board(BoardKind.WbMwac);
        Assert.Equal(new ModbusResult.Refused(2), valves.Write(2, true));
        Assert.Equal(new ModbusResult.Refused(2), valves.Register(7));
    }

    [Fact]
    public void A_water_module_says_how_it_powers_up_and_falls_safe_when_nobody_speaks_to_it()
    {
        var board = new Board(BoardKind.WbMwac);
        Assert.Equal("1", Values(board.Register(6)));
        Assert.Equal("65534", Values(board.Register(8)));
        Assert.Equal("0 0", Values(board.Register(930, 2)));
        Assert.Equal("0 0", Values(board.Register(938, 2)));

        board.Device.Answer(new ModbusRequest.WriteRegisters(9, 6, 8, [20]));
        board.Write(0, true);
        board.Pass(TimeSpan.FromHours(1));
        Assert.False(board.Feeds(0));

        board = new Board(BoardKind.WbMwac);
        board.Device.Answer(new ModbusRequest.WriteRegisters(9, 6, 8, [20]));
        board.Device.Answer(new ModbusRequest.WriteRegisters(9, 6, 938, [1]));
        board.Write(0, true);
        board.Pass(TimeSpan.FromSeconds(19));
        board.Coils(1);
        board.Pass(TimeSpan.FromSeconds(19));
        Assert.False(board.Feeds(0));
        board.Pass(TimeSpan.FromSeconds(12));
        Assert.True(board.Feeds(0));
        Assert.False(board.Coils(1)[0]);
        Assert.Equal(Start.AddSeconds(19 + 20), board.Log.Events[^1].At);
    }

    private static string Values(ModbusResult? result) =>
        string.Join(' ', Assert.IsType<ModbusResult.Registers>(result).Values);

    /// <summary>A board with two ordinary circuits and a lift, and nothing else wired.</summary>
    private sealed class Board
    {
        private static readonly UnitId Unit = new("unit-01");
        private readonly Supply[] _supplies = [.. Enumerable.Range(0, 8).Select(_ => new Supply())];
        private readonly SiteInstant _now = new(Start);

        public Board(BoardKind kind)
        {
            OutputPlan[] outputs = kind == BoardKind.WaveshareRelay8
                ? [Output(0), Output(1), Output(7) with { Feeds = Jingu.Simulators.Boards.Feeds.Lift }]
                : [Output(0) with { FeedbackInput = 0 }];
            var plan = new BoardPlan("board", kind, new("gateway-1"), "tcp-1", 9, [.. outputs]);
            Device = new(plan, output => _supplies[output.Output], _now, Log);
        }

        public VirtualBoard Device { get; }

        public SwitchLog Log { get; } = new();

        public bool Feeds(int output) => _supplies[output].IsOn(_now.Milliseconds);

        public void Pass(TimeSpan time)
        {
            _now.Milliseconds += (long)time.TotalMilliseconds;
            Device.CatchUp();
        }

        public ModbusResult? Write(ushort address, bool value) =>
            Device.Answer(new ModbusRequest.WriteBits(9, 5, address, [value]));

        public ModbusResult? Register(ushort address, int count = 1) =>
            Device.Answer(new ModbusRequest.ReadRegisters(9, 3, address, count));

        public bool[] Coils(int count) => Bits(1, count);

        public bool[] Inputs() => Bits(2, 6);

        private bool[] Bits(byte function, int count) =>
        [
            .. Assert.IsType<ModbusResult.Bits>(
                Device.Answer(new ModbusRequest.ReadBits(9, function, 0, count))).Values,
        ];

        private static OutputPlan Output(int output) => new(
            new($"s-{output}"), output, Unit, Resource.Electricity, Jingu.Simulators.Boards.Feeds.Ordinary, null, null);
    }
}
