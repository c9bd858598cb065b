using Jingu.Aggregator.Reporting.Delivering;

namespace Jingu.Aggregator.Sending;

/// <summary>What has been done, in this order, when a file is put into a folder.</summary>
internal enum FolderStep
{
    Opened,
    Written,
    Flushed,
    Renamed,
    FolderFlushed,
}

/// <summary>
/// Puts files into a folder: written beside under another name, flushed to disk, and then given their name, so that
/// under its name a file is whole or not there, whatever is cut off. The same again replaces it by itself.
/// </summary>
internal sealed class FolderTarget(string folder) : IReportTarget
{
    /// <summary>ENOSPC and EDQUOT of Linux, as <see cref="Exception.HResult"/> carries them.</summary>
    private static readonly int[] Full = [28, 122];

    /// <summary>Hears of each step when it is done.</summary>
    public Action<FolderStep> Reached { get; init; } = _ => { };

    /// <summary>The name that a file has until it is whole: always the same, so that none is left behind.</summary>
    public static string Unfinished(string name) => $".{name}.part";

    public async Task<AttemptAnswer> SendAsync(SentFile file, CancellationToken stop)
    {
        try
        {
            await PutAsync(file, stop);
            return new(AttemptOutcome.Delivered, Path.Combine(folder, file.Name));
        }
        catch (DirectoryNotFoundException)
        {
            return new(AttemptOutcome.FolderMissing, folder);
        }
        catch (UnauthorizedAccessException)
        {
            return new(AttemptOutcome.FolderDenied, folder);
        }
        catch (IOException e) when (Full.Contains(e.HResult))
        {
            return new(AttemptOutcome.FolderFull, folder);
        }
        catch (IOException e)
        {
            return new(AttemptOutcome.FolderFailed, AttemptAnswer.Clean($"{folder}: {e.Message}"));
        }
    }

    private async Task PutAsync(SentFile file, CancellationToken stop)
    {
        var unfinished = Path.Combine(folder, Unfinished(file.Name));
        await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Reached(FolderStep.Opened);
            await stream.WriteAsync(file.Content, stop);
            Reached(FolderStep.Written);
            await stream.FlushAsync(stop);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }
        Reached(FolderStep.Flushed);
        File.Move(unfinished, Path.Combine(folder, file.Name), overwrite: true);
        Reached(FolderStep.Renamed);
        FolderFlush.ToDisk(folder);
        Reached(FolderStep.FolderFlushed);
    }
}
