using System.Diagnostics;
using Jingu.Time;

namespace Jingu.Aggregator.Web.Printing;

/// <summary>What came of printing a page.</summary>
internal abstract record Printed
{
    private Printed()
    {
    }

    public sealed record Pdf(byte[] Bytes) : Printed;

    /// <param name="Why">A sentence that ends with what to do.</param>
    public sealed record Failed(string Why) : Printed;
}

/// <summary>
/// Makes a PDF of a page by a browser of this machine, one at a time. The page is a file with its style inside, and the
/// browser asks no host. Safe from any thread.
/// </summary>
internal sealed class PdfPrinting(MachineTime time) : IDisposable
{
    /// <summary>A browser that takes longer is ended.</summary>
    public static readonly TimeSpan TakesMax = TimeSpan.FromSeconds(30);

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The folders in which a browser is looked for: those of PATH.</summary>
    public string Folders { get; set; } = Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Why nothing can be printed, and what to do; null where it can.</summary>
    public string? Objection => Browser is null
        ? "PDF is printed by chromium, which this machine lacks: install it (apt-get install chromium), or print this "
            + "page from your own browser."
        : null;

    private static bool IsSandboxed => Environment.GetEnvironmentVariable("JINGU_SANDBOXED") == "1";

    private string? Browser => Browsers
        .SelectMany(_ => Folders.Split(':'), (name, folder) => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <param name="html">A whole page that refers to nothing outside it and lets no script run.</param>
    public async Task<Printed> PrintAsync(string html, CancellationToken stop)
    {
        if (Browser is not { } browser)
            return new Printed.Failed(Objection!);
        await _one.WaitAsync(stop);
        var folder = Directory.CreateTempSubdirectory("jingu-print-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(page, html, stop);
            return await RunAsync(browser, folder, page, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Printed> RunAsync(string browser, string folder, string page, CancellationToken stop)
    {
        var pdf = Path.Combine(folder, "page.pdf");
        var start = new ProcessStartInfo(
            browser,
            [
                "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={pdf}",
                // As root, and inside the sandbox of our systemd unit, it refuses to start with its own; the page is
                // ours and may run no script.
                .. Environment.IsPrivilegedProcess || IsSandboxed ? (string[])["--no-sandbox"] : [],
                new Uri(page).AbsoluteUri,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(TakesMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var process = Process.Start(start)!;
        try
        {
            var said = process.StandardError.ReadToEndAsync(either.Token);
            await process.StandardOutput.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 && File.Exists(pdf)
                ? new Printed.Pdf(await File.ReadAllBytesAsync(pdf, stop))
                : new Printed.Failed(
                    $"{browser} printed nothing ({(await said).Trim().Split('\n')[^1]}): try it by hand, or print this "
                    + "page from your own browser.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Printed.Failed(
                $"{browser} took longer than {TakesMax.TotalSeconds:N0} s and was ended: try again when the machine "
                + "has less to do.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
