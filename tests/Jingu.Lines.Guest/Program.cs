using Jingu.Lines.Guest;

// A test host would take a minute to start on an emulated processor: this calls the same tests, one after the other.
var results = new List<bool>();
var word = args.FirstOrDefault("");
foreach (var test in GuestTest.All().Where(test => test.Name.Contains(word, StringComparison.Ordinal)))
{
    var why = await test.RunAsync();
    results.Add(why is null);
    Console.WriteLine(why is null ? $"passed {test.Name}" : $"FAILED {test.Name}\n{why}");
}
Console.WriteLine($"guest: {results.Count(good => good)} passed, {results.Count(good => !good)} failed");
return results.Count > 0 && results.TrueForAll(good => good) ? 0 : 1;
