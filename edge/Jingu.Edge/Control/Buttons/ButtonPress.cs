using Jingu.Contracts.Ids;

namespace Jingu.Edge.Control.Buttons;

/// <summary>A person held a button long enough and let it go.</summary>
/// <param name="Button">Its id in the commissioning.</param>
/// <param name="Unit">Whose supply it confirms.</param>
/// <param name="At">When the gateway saw it end, site time.</param>
internal sealed record ButtonPress(string Button, UnitId Unit, DateTimeOffset At);
