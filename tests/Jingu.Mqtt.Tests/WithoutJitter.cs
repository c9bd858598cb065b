namespace Jingu.Mqtt.Tests;

/// <summary>Makes waits exact.</summary>
internal sealed class WithoutJitter : Random
{
    public override double NextDouble() => 0;
}
