namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Carries line protocol to the server and brings back its answer. Decides nothing: limits, time-outs and what an
/// answer means lie above, in <see cref="LineDelivery"/>.
/// </summary>
internal interface ILineWriter : IDisposable
{
    /// <summary>The library in use, for reports.</summary>
    string Description { get; }

    /// <summary>Sends lines with times in milliseconds, each ended by a line feed.</summary>
    Task<LineAnswer> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken stop);
}

/// <summary>The server's answer.</summary>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Detail">What the server or the network said.</param>
internal readonly record struct LineAnswer(int Status, string Detail);
