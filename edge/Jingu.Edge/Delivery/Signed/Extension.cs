using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// What a unit got beyond its policy, by a signed command or a code typed in on site. It counts until a policy includes
/// it by its name (<c>MonthAllowance.Includes</c>), so each counts exactly once.
/// </summary>
/// <param name="Name">The id of the extend command, or <c>grant-GATEWAY-COUNTER</c>.</param>
/// <param name="Amount">Wh or L.</param>
/// <param name="Month">The local month it counts in; null until a trusted clock has said which.</param>
/// <param name="Made">When it came, by the clock of whoever took it.</param>
/// <param name="By">Who asked for it; who typed it in.</param>
internal sealed record Extension(
    string Name, UnitId Unit, Resource Resource, long Amount, string? Month, DateTimeOffset Made, string By);
