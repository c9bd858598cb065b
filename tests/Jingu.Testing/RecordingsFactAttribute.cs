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
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Jingu.slnx")))
                continue;
            var recordings = Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(recordings) ? Path.GetFullPath(recordings) : null;
        }

        return null;
    }
}
