using System.Text.Json;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Tests.Judges;
using Jingu.Testing;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

/// <summary>The schema that editors use says what the reader says, judged by the jsonschema package.</summary>
public sealed class ProfileSchemaTests : IDisposable
{
    private static readonly string Profiles = Path.Combine(SourceTree.Root, "shared", "Jingu.Modbus", "Profiles");
    private static readonly string Schema = Path.Combine(Profiles, "profile.schema.json");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jingu-schema-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_profile_fits_the_schema()
    {
        var files = Directory.GetFiles(Profiles, "*.yaml");
        Assert.Equal(ProfileCatalogue.Names.Length, files.Length);
        Assert.All(await JudgeAsync(files), verdict => Assert.Equal("fits", verdict));
    }

    [Fact]
    public async Task Every_mistake_the_reader_finds_the_schema_finds()
    {
        var mistakes = ProfileReaderTests.Mistakes.Cast<object[]>()
            .Select(row => ProfileReaderTests.Mistaken((string)row[0], (string)row[1]));
        var missing = ProfileReaderTests.Mandatory.Cast<object[]>()
            .Select(row => ProfileReaderTests.Without((string)row[0]));
        string[] texts = [.. mistakes, .. missing];
        var files = texts.Select((text, i) =>
        {
            var file = Path.Combine(_folder.FullName, $"{i}.yaml");
            File.WriteAllText(file, text);
            return file;
        }).ToArray();

        var verdicts = await JudgeAsync(files);

        Assert.All(verdicts.Zip(texts), pair =>
            Assert.True(pair.First.StartsWith("complains: ", StringComparison.Ordinal), pair.Second));
    }

    [Fact]
    public void The_schema_knows_the_words_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Schema));
        var register = schema.RootElement.GetProperty("$defs").GetProperty("register").GetProperty("properties");
        Assert.Equal(
            Enum.GetValues<Quantity>().Select(Quantities.NameOf).Order(), Words(register, "quantity").Order());
        Assert.Equal(Enum.GetValues<RegisterType>().Length, Words(register, "type").Count());
        Assert.All(Words(register, "unit").Distinct(), unit => ProfileUnit.Parse(unit));
        foreach (var type in Words(register, "type"))
            Assert.Contains(Words(register, "order"), order => Parses(type, order));
    }

    private static IEnumerable<string> Words(JsonElement register, string key) =>
        register.GetProperty(key).GetProperty("enum").EnumerateArray().Select(word => word.ToString());

    private static bool Parses(string type, string order)
    {
        try
        {
            return RegisterFormat.Parse(type, order).Registers > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task<string[]> JudgeAsync(string[] files)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "validate_profiles.py");
        await using var judge = ForeignProgram.Start(
            "/usr/bin/python3", "python3-jsonschema python3-yaml", [script, Schema, .. files]);
        var verdicts = (await judge.FinishAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files.Length, verdicts.Length);
        return verdicts;
    }
}
