using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;

namespace Jingu.Edge.Budgets;

/// <summary>A dial that a person read, as it is stored.</summary>
/// <param name="Meter">The meter that gives pulses.</param>
/// <param name="At">When the dial was read, UTC.</param>
/// <param name="Declaration">The declaration that said so.</param>
internal sealed record DialReading(MeterId Meter, DateTimeOffset At, Dial Dial, long Declaration);

/// <summary>The measured registers next to an instant; null where none is kept, or none is there yet.</summary>
/// <param name="Before">The last one not after it.</param>
/// <param name="After">The first one not before it.</param>
internal sealed record Neighbours(RegisterReading? Before, RegisterReading? After);
