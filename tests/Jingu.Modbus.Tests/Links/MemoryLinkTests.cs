using Jingu.Modbus.Links;

namespace Jingu.Modbus.Tests.Links;

public sealed class MemoryLinkTests : LinkContract
{
    protected override Task<(IByteLink Near, IByteLink Far)> OpenAsync()
    {
        var (near, far) = MemoryLink.Pair(Time);
        return Task.FromResult<(IByteLink, IByteLink)>((near, far));
    }
}
