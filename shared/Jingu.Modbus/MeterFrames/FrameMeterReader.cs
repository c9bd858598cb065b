using System.Collections.Immutable;

namespace Jingu.Modbus.MeterFrames;

/// <summary>
/// Reads one meter by its profile: each identifier once, in the profile's order. An instantaneous value that the meter
/// refuses is "not available"; a counter that it refuses ends the reading, as every other fault does.
/// </summary>
internal sealed class FrameMeterReader(IFrameMeter meter, FrameProfile profile) : IMeterReader
{
    private readonly ImmutableArray<uint> _identifiers = [.. profile.Items.Select(item => item.Identifier).Distinct()];

    public async ValueTask<MeterReadResult> ReadAsync(CancellationToken stop)
    {
        var contents = new Dictionary<uint, ImmutableArray<byte>>();
        foreach (var identifier in _identifiers)
        {
            switch (await meter.ReadAsync(identifier, stop))
            {
                case FrameResult.Answer answer:
                    contents.Add(identifier, answer.Content);
                    break;
                case FrameResult.Failed failed when failed.Fault.Kind != MeterFaultKind.Refused || Counts(identifier):
                    return new MeterReadResult.Failed(failed.Fault);
            }
        }
        return Decode(contents);
    }

    private MeterReadResult Decode(Dictionary<uint, ImmutableArray<byte>> contents)
    {
        var counts = ImmutableArray.CreateBuilder<long?>(profile.Items.Length);
        foreach (var item in profile.Items)
        {
            var value = contents.TryGetValue(item.Identifier, out var content)
                ? item.Decode(content.AsSpan())
                : FrameValue.NotAvailable;
            if (value.Wrong is { } wrong)
                return new MeterReadResult.Failed(new MeterReadFault(MeterFaultKind.Damaged, wrong));
            counts.Add(value.Count);
        }
        return new MeterReadResult.Values(counts.MoveToImmutable());
    }

    private bool Counts(uint identifier) =>
        profile.Items.Any(item => item.Identifier == identifier && item.Counter is not null);
}
