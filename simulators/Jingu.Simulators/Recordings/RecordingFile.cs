using System.IO.Compression;
using System.Text;

namespace Jingu.Simulators.Recordings;

/// <summary>Reads a compressed table of a recordings folder line by line.</summary>
internal static class RecordingFile
{
    /// <summary>
    /// All lines; a file that is absent or damaged throws <see cref="RecordingsException"/> with a sentence.
    /// </summary>
    public static IEnumerable<string> Lines(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        using var reader = Open(path);
        while (Next(reader, path) is { } line)
            yield return line;
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8, false, 1 << 16);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecordingsException(
                $"Cannot read the recording {path}: {fault.Message} "
                + "Give --data a folder that holds it, or leave --data out.");
        }
    }

    private static string? Next(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException fault)
        {
            throw new RecordingsException($"The recording {path} is damaged: {fault.Message} Fetch it again.");
        }
    }
}
