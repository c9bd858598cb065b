using System.Collections.Immutable;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>What a tick changed of what is remembered about supply. Immutable.</summary>
/// <param name="Before">As it is stored.</param>
/// <param name="After">As it is to be stored.</param>
/// <param name="Answers">To commands, stored with it.</param>
internal sealed record SupplyChange(SupplyState Before, SupplyState After, ImmutableArray<CommandAnswer> Answers);
