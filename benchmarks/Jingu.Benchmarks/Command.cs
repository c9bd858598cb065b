using Jingu.Benchmarks.Micro;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks;

/// <summary>
/// The command line: which questions are asked, and where the answers go. <c>NAME...</c>, <c>--list</c>, <c>--dry</c>.
/// </summary>
internal static class Command
{
    private const int Good = 0;
    private const int Failed = 1;
    private const int BadInput = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        var options = args.Except(names).ToList();
        if (options.Except(["--list", "--dry"]).FirstOrDefault() is { } unknown)
            return Say($"'{unknown}' is no option.");
        if (options.Contains("--list"))
        {
            foreach (var question in Questions.All)
                await Console.Out.WriteLineAsync($"{question.Name,-16} {question.Lasts,-9} {question.What}");
            return Good;
        }
        if (names.Find(name => Questions.All.All(each => !each.IsNamed(name))) is { } nothing)
            return Say($"No benchmark is called '{nothing}'.");
        var asked = Questions.All
            .Where(question => names.Count == 0 || names.Exists(question.IsNamed)).ToList();
        return options.Contains("--dry") ? TryMicro(asked) : await AskAsync(asked);
    }

    private static int TryMicro(List<Question> asked) => MicroRun.All
        .Where(type => asked.Exists(question => question.IsNamed(type.Name)))
        .All(type => MicroRun.Table(type, dry: true) is not null) ? Good : Failed;

    private static async Task<int> AskAsync(List<Question> asked)
    {
        var names = Questions.All.Select(question => question.Name).ToList();
        var exit = Good;
        foreach (var question in asked)
        {
            await Console.Out.WriteLineAsync($"benchmarks: {question.Name}: {question.What} ({question.Lasts})");
            var load = Machine.Load();
            if (await question.AskAsync() is not { } answer)
            {
                exit = Failed;
                continue;
            }
            var results = ResultsFile.Read(Checkout.ResultsFile);
            foreach (var target in answer.Targets)
                results.Put(target);
            results.Put(
                question.Name,
                $"{question.What} `./benchmarks/run {question.Name}` on {Checkout.Today}, commit {Checkout.Commit()}, "
                + $"{Machine.Describe()}. {Machine.Beside(load)}\n\n{answer.Text}",
                names);
            results.Write();
        }
        return exit;
    }

    private static int Say(string wrong)
    {
        Console.Error.WriteLine($"{wrong} Try: ./benchmarks/run --list");
        return BadInput;
    }
}
