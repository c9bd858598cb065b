using Xunit;

namespace Jingu.Testing;

/// <summary>A test that needs the real recordings beside the repository; without them it is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute()
    {
        if (Folder is null)
            Skip = "No recordings: there is no folder shared/data beside this repository.";
    }

    /// <summary>The folder of recordings, or nothing.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var recordings = Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "data"));
        return Directory.Exists(recordings) ? recordings : null;
    }
}
