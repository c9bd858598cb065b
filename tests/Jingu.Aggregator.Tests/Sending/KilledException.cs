namespace Jingu.Aggregator.Tests.Sending;

/// <summary>Stands for the end of the process: nothing of the product catches it.</summary>
internal sealed class KilledException : Exception;
