using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Bench.Files;

/// <summary>
/// What a gateway's commissioning.yaml says of boards, switch points and lamps: how they are wired, what they feed,
/// what they do when something is lost. What is protected is declared so here, on site, and nowhere else.
/// </summary>
internal static class SwitchingFiles
{
    /// <summary>W and L/h of a circuit or pipe for each head behind it; a hundredth of it counts as no load.</summary>
    private const int WattsPerHead = 200;
    private const int LitresPerHourPerHead = 20;

    /// <summary>Percent of full light.</summary>
    private const int LightMinimum = 10;
    private const int LightDimmed = 30;

    /// <summary>Percent of its rated current that a chiller is left during an event.</summary>
    private const string LimitShed = "25";

    public static object[] Devices(CampusPlan plan, GatewayId gateway) =>
    [
        .. Behind(plan, gateway).Select(board => new
        {
            id = board.Id,
            kind = KindOf(board),
            port = board.Port,
            unitIdentifier = (int)board.UnitIdentifier,
        }),
    ];

    public static object[] SwitchPoints(CampusPlan plan, GatewayId gateway) =>
    [
        .. Behind(plan, gateway).SelectMany(board => board.Outputs.Where(output => !output.IsLamp && !output.IsSetPoint)
            .Select(output => SwitchPoint(plan, board, output))),
    ];

    public static object[] Lamps(CampusPlan plan, GatewayId gateway) =>
    [
        .. Behind(plan, gateway).SelectMany(board => board.Outputs.Where(output => output.IsLamp)
            .Select(output => Lamp(plan, board, output))),
    ];

    public static object[] SetPoints(CampusPlan plan, GatewayId gateway) =>
    [
        .. Behind(plan, gateway).SelectMany(board => board.Outputs.Where(output => output.IsSetPoint)
            .Select(output => SetPoint(board, output))),
    ];

    private static IEnumerable<BoardPlan> Behind(CampusPlan plan, GatewayId gateway) =>
        plan.Boards.Where(board => board.Gateway == gateway);

    private static object SwitchPoint(CampusPlan plan, BoardPlan board, OutputPlan output)
    {
        var isRelay = board.Kind != BoardKind.XintaiValve;
        var below = PointOf(plan, board, output.Below);
        return new
        {
            id = output.Point.Value,
            unit = output.Unit.Value,
            resource = output.Resource == Resource.Water ? "water" : "electricity",
            switchable = !output.IsProtected,
            feeds = new[] { WordOf(output.Feeds) },
            device = board.Id,
            output = output.Output + 1,
            cut = isRelay ? "energise" : null,
            contact = isRelay ? "NC" : null,
            powerUp = board.Kind == BoardKind.WaveshareRelay8 ? "released" : "last",
            busLoss = "last",
            travel = string.Create(CultureInfo.InvariantCulture, $"{board.Kind.Travel().TotalSeconds:0}s"),
            feedback = output.FeedbackInput is { } input
                ? new { device = board.Id, input = input + 1, active = "cut" }
                : null,
            rating = below is null ? null : (int?)RatingOf(plan, output),
            below,
            above = PointOf(plan, board, output.Above),
        };
    }

    /// <summary>
    /// A unit's lamps have no meter directly below, so nobody can prove that they were dimmed; those of a zone have.
    /// </summary>
    private static object Lamp(CampusPlan plan, BoardPlan board, OutputPlan output)
    {
        var isGroup = !output.Members.IsEmpty;
        return new
        {
            id = output.Point.Value,
            unit = output.Unit.Value,
            device = board.Id,
            address = isGroup ? null : (int?)output.Output,
            group = isGroup ? (int?)(output.Output - VirtualDali.Addresses) : null,
            members = isGroup ? output.Members.ToArray() : null,
            switchable = !output.IsProtected,
            feeds = new[] { WordOf(output.Feeds) },
            minimum = output.IsProtected ? null : (int?)LightMinimum,
            dimTo = output.IsProtected ? null : (int?)LightDimmed,
            rating = RatingOfZone(plan, output),
            below = PointOf(plan, board, output.Below),
            above = PointOf(plan, board, output.Above),
        };
    }

    private static int? RatingOfZone(CampusPlan plan, OutputPlan output) =>
        plan.Floor?.Zones.FirstOrDefault(zone => zone.Lamps.Point == output.Point)?.Room.Watts;

    /// <summary>Water of up to 12 C, and a quarter of the current, are what the site calls comfortable.</summary>
    private static object SetPoint(BoardPlan board, OutputPlan output)
    {
        var isLimit = output.Output == VirtualChiller.LimitRegister;
        return new
        {
            id = output.Point.Value,
            unit = output.Unit.Value,
            device = board.Id,
            register = output.Output,
            decimals = isLimit ? 0 : 1,
            sheds = isLimit ? "down" : "up",
            lowest = isLimit ? LimitShed : "6.0",
            highest = isLimit ? "100" : "12.0",
            shedTo = isLimit ? LimitShed : "12.0",
            switchable = true,
            feeds = new[] { WordOf(output.Feeds) },
        };
    }

    private static int RatingOf(CampusPlan plan, OutputPlan output) => plan.Unit(output.Unit).Headcount
        * (output.Resource == Resource.Water ? LitresPerHourPerHead : WattsPerHead);

    /// <summary>A meter's point, where the same gateway reads it: no other can prove anything by it.</summary>
    private static string? PointOf(CampusPlan plan, BoardPlan board, MeterId? id) =>
        id is { } meter && plan.Meter(meter) is var read && read.Gateway == board.Gateway
            ? read.Points[0].Id.Value
            : null;

    private static string KindOf(BoardPlan board) => board.Kind switch
    {
        BoardKind.WbMwac => "wirenboard-wb-mwac",
        BoardKind.XintaiValve => "xintai-water",
        BoardKind.Chiller => "set-points",
        BoardKind.DaliGateway => "arlight-dali-logic-lite-ps-x1",
        _ => "waveshare-relay-8ch",
    };

    private static string WordOf(Feeds feeds) => feeds switch
    {
        Feeds.DataRoom => "data-room",
        Feeds.Lift => "lifts",
        Feeds.FirePump => "fire-pumps",
        Feeds.EmergencyLight => "emergency-lighting",
        _ => "ordinary",
    };
}
