namespace Jingu.Modbus.MeterFrames;

/// <summary>One meter that gives data by identifier. It can be read and nothing else.</summary>
internal interface IFrameMeter
{
    /// <summary>The data of an identifier, low byte first, without retry.</summary>
    ValueTask<FrameResult> ReadAsync(uint identifier, CancellationToken stop);
}
