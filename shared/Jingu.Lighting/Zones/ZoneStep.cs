namespace Jingu.Lighting.Zones;

/// <summary>What a zone shall do now.</summary>
/// <param name="State">To be stored before anything is done.</param>
/// <param name="Light">The light wanted, thousandths of full light; 0 is off.</param>
/// <param name="Reason">What decided it.</param>
/// <param name="Next">
/// When something may become due without a new input; after the instant asked for, and at most a day later.
/// </param>
public sealed record ZoneStep(ZoneState State, int Light, LightReason Reason, DateTimeOffset Next);
