using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Tests.Policies;

/// <summary>A desired state that has something in every member.</summary>
internal static class SomePolicy
{
    public static readonly DateTimeOffset Issued = new(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));

    public static readonly UnitId Unit = new("unit-01");

    public static DesiredState State { get; } = new(
        DesiredState.SchemaNow, new("zhoushan"), new("gateway-1"), 7, Issued.ToUniversalTime(),
        Issued.AddDays(90).ToUniversalTime(), [Electricity, Water],
        new(
            [new(new(22, 0), new(7, 0), FriendlyDays.Every), new(new(12, 0), new(14, 0), FriendlyDays.Rest)],
            [
                new(new(2026, 4, 5), HoldReason.SpecialDay, "清明节"),
                new(new(2026, 7, 20), HoldReason.ExtremeHeat, ""),
            ],
            [new(new(2026, 4, 6), DayKind.Rest), new(new(2026, 5, 9), DayKind.Working)]));

    private static UnitPolicy Electricity => new(
        Unit, Resource.Electricity, 1,
        new(Unit, Resource.Electricity, 7) { Drill = false, Automatic = true, Reminder = true, NoticePercent = 75 },
        [
            new("2026-03", 1_200_000, 60_000, 4, ["0123456789abcdef0123456789abcdef", "grant-gateway-1-3"]),
            new("2026-04", 1_100_000, 60_000, 4, []),
        ],
        [new("b1-f2-light"), new("b1-f2-ac")],
        new([new(new("sp-light"), DimOnly: true), new(new("sp-ac"))], [new("sp-light")])
        {
            CutSpacing = TimeSpan.FromSeconds(45),
        },
        new(
            new("gateway-1"), JournalId.Parse("00112233445566778899aabbccddeeff"), "2026-03", 2, 700_000, 1_200_000,
            300_000, Final: false));

    private static UnitPolicy Water => new(
        Unit, Resource.Water, 1, new(Unit, Resource.Water, 7), [new("2026-03", -200, 0, 4, [])], [], null, null);
}
