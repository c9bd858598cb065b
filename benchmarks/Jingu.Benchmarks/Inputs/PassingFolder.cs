namespace Jingu.Benchmarks.Inputs;

/// <summary>A folder of a run's own; gone with <see cref="Dispose"/>.</summary>
internal sealed class PassingFolder : IDisposable
{
    public string Name { get; } = Directory.CreateTempSubdirectory("jingu-benchmark-").FullName;

    public string At(string file) => Path.Combine(Name, file);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Name, recursive: true);
    }
}
