using System.Text;

namespace Jingu.Benchmarks.Results;

/// <summary>
/// RESULTS.md: a table of targets and one section for each name. What a run measured replaces its own lines and
/// section; the others stay. Nobody else writes it.
/// </summary>
internal sealed class ResultsFile
{
    private const string TargetsHeading = "Targets";

    private const string Head = """
        # Benchmark results

        Written by `./benchmarks/run`, never by hand. What each name measures, and how: `benchmarks/README.md`. Every
        section says on what machine and beside what it was measured.
        """;

    private readonly string _file;
    private readonly List<Target> _targets = [];
    private readonly List<(string Name, string Text)> _sections = [];

    private ResultsFile(string file) => _file = file;

    public IEnumerable<string> Names => _sections.Select(section => section.Name);

    public static ResultsFile Read(string file)
    {
        var results = new ResultsFile(file);
        if (!File.Exists(file))
            return results;
        foreach (var part in $"\n{File.ReadAllText(file)}".Split("\n## ")[1..])
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var (name, text) = (part[..end].Trim(), part[end..].Trim());
            if (name == TargetsHeading)
                results._targets.AddRange(text.Split('\n')[2..].Select(ToTarget));
            else
                results._sections.Add((name, text));
        }
        return results;
    }

    public void Put(Target target)
    {
        var at = _targets.FindIndex(known => known.What == target.What);
        if (at < 0)
            _targets.Add(target);
        else
            _targets[at] = target;
    }

    /// <param name="names">In the order that sections have in the file; what is not among them goes.</param>
    public void Put(string name, string text, IReadOnlyList<string> names)
    {
        _sections.RemoveAll(section => section.Name == name || !names.Contains(section.Name));
        _sections.Add((name, text.Trim()));
        _sections.Sort((a, b) => Place(a.Name).CompareTo(Place(b.Name)));
        int Place(string of) => names.Index().First(each => each.Item == of).Index;
    }

    public void Write()
    {
        var text = new StringBuilder(Head).Append("\n\n");
        if (_targets.Count > 0)
        {
            text.Append("## ").Append(TargetsHeading).Append("\n\n")
                .Append("| what | target | measured | ratio | verdict | command |\n|---|---|---|---|---|---|\n");
            foreach (var target in _targets)
            {
                text.Append("| ").AppendJoin(
                    " | ",
                    target.What, target.Demanded, target.Measured, target.Ratio, target.Verdict, target.Command)
                    .Append(" |\n");
            }
            text.Append('\n');
        }
        text.AppendJoin("\n\n", _sections.Select(section => $"## {section.Name}\n\n{section.Text}")).Append('\n');
        File.WriteAllText(_file, text.ToString());
    }

    private static Target ToTarget(string line)
    {
        var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
        return new(cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
    }
}
