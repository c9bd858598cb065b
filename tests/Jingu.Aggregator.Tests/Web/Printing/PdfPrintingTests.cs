using Jingu.Aggregator.Web.Printing;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Printing;

public sealed class PdfPrintingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-browser-").FullName;
    private readonly FakeTime _time = new(DateTimeOffset.UnixEpoch);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_browser_it_says_what_to_install()
    {
        using var printing = Printing();

        Assert.Contains("apt-get install chromium", printing.Objection!, StringComparison.Ordinal);
        Assert.IsType<Printed.Failed>(await printing.PrintAsync("<p>", default));
    }

    [Theory]
    [InlineData("echo it is broken >&2; exit 7", "it is broken")]
    [InlineData("exit 0", "printed nothing")]
    public async Task A_browser_that_prints_nothing_is_told_of(string script, string sentence)
    {
        WriteBrowser(script);
        using var printing = Printing();

        var failed = Assert.IsType<Printed.Failed>(await printing.PrintAsync("<p>", default));
        Assert.Null(printing.Objection);
        Assert.Contains(sentence, failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_hangs_is_ended_and_the_next_page_is_printed()
    {
        WriteBrowser($"echo $$ > {_folder}/pid; exec sleep 1000");
        using var printing = Printing();
        var hanging = printing.PrintAsync("<p>", default);
        await Eventually.UntilAsync(
            () => File.Exists($"{_folder}/pid") && File.ReadAllText($"{_folder}/pid").EndsWith('\n'));
        var process = $"/proc/{(await File.ReadAllTextAsync($"{_folder}/pid")).Trim()}";

        _time.Advance(PdfPrinting.TakesMax);
        Assert.Contains("was ended", Assert.IsType<Printed.Failed>(await hanging).Why, StringComparison.Ordinal);
        Assert.False(Directory.Exists(process));

        WriteBrowser("for each; do case $each in --print-to-pdf=*) echo done > \"${each#*=}\";; esac; done");
        Assert.Equal(
            "done\n"u8.ToArray(), Assert.IsType<Printed.Pdf>(await printing.PrintAsync("<p>", default)).Bytes);
    }

    private PdfPrinting Printing() => new(new MachineTime(_time)) { Folders = _folder };

    private void WriteBrowser(string script)
    {
        var file = Path.Combine(_folder, "chromium");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // The product runs on Linux.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
