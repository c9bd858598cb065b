namespace Jingu.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class SourceTree
{
    /// <summary>Its top folder: the first above the tests that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Jingu.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("No Jingu.slnx above the tests.");
        }
        return folder;
    }
}
