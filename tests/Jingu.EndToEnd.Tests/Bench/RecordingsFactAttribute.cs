using Jingu.EndToEnd.Tests.Programs;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>A test over recordings that lie beside the checkout; without them it is skipped, and says so.</summary>
internal sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute()
    {
        if (Binaries.Recordings is null)
            Skip = "the recordings are absent: put them into ../shared/data beside the checkout";
    }
}
