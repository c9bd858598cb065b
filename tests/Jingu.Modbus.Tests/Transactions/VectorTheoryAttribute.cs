using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>A theory over the published vectors; skipped with a sentence where they are absent.</summary>
internal sealed class VectorTheoryAttribute : TheoryAttribute
{
    private const string File = "shared/data/protocol_vectors.json";

    public VectorTheoryAttribute()
    {
        if (Path is null)
            Skip = $"../{File} is not beside this checkout.";
    }

    /// <summary>The file in the folder beside the checkout, or null.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, File);
            if (System.IO.File.Exists(path))
                return path;
        }
        return null;
    }
}
