using System.Text.RegularExpressions;
using Xunit;

namespace Jingu.Tidy.Tests;

/// <summary>
/// The conventions a compiler cannot check. A rule that fails here is cheaper than one argued in review.
/// </summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 120;
    private const int AdapterLinesMax = 150;

    [Fact]
    public void A_file_fits_on_a_few_screens() => Offenders.None(
        Repository.Sources.Select(path => (path, lines: Repository.Lines(path).Length))
            .Where(file => file.lines > LinesMax)
                .Select(file => $"{file.path}: {file.lines} lines, {LinesMax} at most"));

    [Fact]
    public void A_line_fits_on_the_screen() => Offenders.None(
        from path in Repository.Sources
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where line.text.Length > ColumnsMax
        select $"{path}:{line.number}: {line.text.Length} columns, {ColumnsMax} at most");

    [Fact]
    public void A_namespace_is_the_folder() => Offenders.None(
        from path in Repository.Sources
        let folder = string.Join('.', Path.GetDirectoryName(path)!.Split('/').Skip(1))
        let declared = NamespaceLine().Match(Repository.Read(path))
        where declared.Success && declared.Groups[1].Value != folder
        select $"{path}: namespace {declared.Groups[1].Value}, the folder says {folder}");

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Offenders.None(
        from path in Repository.Sources
        from Match type in TypeName().Matches(Repository.Read(path))
        where EmptyWord().IsMatch(type.Groups[1].Value)
        select $"{path}: {type.Groups[1].Value} (manager, helper, util, data, info, process, master and slave say "
            + $"nothing)");

    [Fact]
    public void A_file_is_named_after_a_type_in_it() => Offenders.None(
        from path in Repository.Sources
        let name = Path.GetFileName(path).Split('.')[0]
        where name is not "Program" && !path.EndsWith(".cshtml.cs", StringComparison.Ordinal)
        where !TypeName().Matches(Repository.Read(path)).Any(type => type.Groups[1].Value == name)
        select $"{path}: declares no {name}");

    [Fact]
    public void Edge_and_aggregator_never_name_each_other() => Offenders.None(
        from path in Repository.Files
        let other = path.Split('/')[0] switch { "edge" => "Jingu.Aggregator", "aggregator" => "Jingu.Edge", _ => null }
        where other is not null
            && (path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal))
        where Repository.Read(path).Contains(other, StringComparison.Ordinal)
        select $"{path}: names {other}");

    [Fact]
    public void Shared_code_names_no_process() => Offenders.None(
        from path in Repository.Files
        where path.StartsWith("shared/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal)
        where ProcessProject().IsMatch(Repository.Read(path))
        select $"{path}: refers to a project of edge, aggregator or simulators");

    [Theory]
    [InlineData("shared/Jingu.Budgets/")]
    [InlineData("shared/Jingu.Lighting/")]
    [InlineData("aggregator/Jingu.Aggregator/Reporting/")]
    public void Arithmetic_names_no_input_or_output(string folder) => Offenders.None(
        from path in Repository.Sources
        where path.StartsWith(folder, StringComparison.Ordinal)
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && InputOrOutput().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [Fact]
    public void An_adapter_maps_and_decides_nothing() => Offenders.None(
        from path in Repository.Sources
        where path.Contains("/NuGet/", StringComparison.Ordinal)
        let lines = Repository.Lines(path).Length
        where lines > AdapterLinesMax
        select $"{path}: {lines} lines, {AdapterLinesMax} at most");

    /// <summary>
    /// Groups and broadcasts are refused where a write is made, so there is one place each for outputs, lamps, set
    /// points and inverters; the protocol's own types and the server's side, which never asks anybody, are neither.
    /// </summary>
    [Fact]
    public void A_write_for_a_wire_is_made_where_it_can_say_one_thing_only() => Offenders.None(
        from path in Repository.Sources
        where !path.StartsWith("tests/", StringComparison.Ordinal)
            && !path.StartsWith("benchmarks/", StringComparison.Ordinal)
            && !path.StartsWith("shared/Jingu.Modbus/Transactions/", StringComparison.Ordinal)
            && !path.StartsWith("shared/Jingu.Modbus/Server/", StringComparison.Ordinal)
            && path is not ("shared/Jingu.Modbus/Boards/OutputWrite.cs" or "shared/Jingu.Modbus/Boards/LampWrite.cs"
                or "shared/Jingu.Modbus/Boards/SetPointWrite.cs" or "shared/Jingu.Modbus/Boards/CurtailWrite.cs")
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where MadeWrite().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [Fact]
    public void Nothing_is_left_to_be_done_later() => Offenders.None(
        from path in Repository.Sources
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where LaterMark().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^[ \t]*(?:(?:public|internal|private|protected|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*"
        + @"(?:class|record struct|record class|record|struct|interface|enum|delegate\s+\S+)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex(
        "(Manager|Helpers?|Utils?|Utility|Utilities|Data|Info|(?<!In)Process|Master|Slave)$|^(Master|Slave)")]
    private static partial Regex EmptyWord();

    [GeneratedRegex(@"Jingu\.(Edge|Aggregator|Simulators)\.csproj")]
    private static partial Regex ProcessProject();

    [GeneratedRegex(
        @"\b(System\.IO|System\.Net|Microsoft\.Data|Microsoft\.Extensions\.Logging|Dapper|File|Directory|Console"
        + @"|HttpClient|SqliteConnection|TimeProvider|SiteTime|MachineTime)\b(?=[.;(<\s])(?!.*\bnameof)")]
    private static partial Regex InputOrOutput();

    [GeneratedRegex(@"\bnew\s+(ModbusRequest\.)?Write(Bits|Registers)\s*\(")]
    private static partial Regex MadeWrite();

    [GeneratedRegex(@"\b(TO(?:DO)|FIX(?:ME)|HA(?:CK)|XX(?:X))\b(?!\()")]
    private static partial Regex LaterMark();
}
