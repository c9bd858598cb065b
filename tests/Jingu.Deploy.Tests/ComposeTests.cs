using System.Text.RegularExpressions;
using Jingu.Testing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Jingu.Deploy.Tests;

/// <summary>
/// No container engine runs where this is built, so the compose file and the Dockerfile are checked for what can be
/// known without one.
/// </summary>
public sealed partial class ComposeTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "deploy/compose");
    private static readonly YamlMappingNode Compose = Load();

    [Fact]
    public void Everything_that_the_compose_file_mounts_is_there()
    {
        var volumes = Map(Compose, "volumes").Children.Keys.Select(key => key.ToString()).ToHashSet();
        var mounts = Services().SelectMany(service => List(service.Value, "volumes")).Select(text => text.Split(':')[0])
            .ToList();
        Assert.NotEmpty(mounts);
        Assert.All(mounts, mount => Assert.True(
            mount.StartsWith('.')
                ? Path.Exists(Path.Combine(Folder, mount))
                : volumes.Contains(mount),
            $"{mount} is neither a file here nor a volume"));
        Assert.All(volumes, volume => Assert.Contains(volume, mounts));
    }

    [Fact]
    public void Every_service_is_built_from_a_target_that_exists_or_has_an_image()
    {
        var targets = Target().Matches(Dockerfile()).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(Services(), service =>
        {
            var target = service.Value.Children.TryGetValue("build", out var build)
                ? ((YamlMappingNode)build).Children["target"].ToString()
                : null;
            Assert.True(
                target is null ? service.Value.Children.ContainsKey("image") : targets.Contains(target), service.Key);
        });
    }

    [Fact]
    public void Services_depend_on_services_that_exist()
    {
        var names = Services().Select(service => service.Key).ToHashSet();
        Assert.All(Services().SelectMany(service => List(service.Value, "depends_on")),
            name => Assert.Contains(name, names));
    }

    [Fact]
    public void What_the_dockerfile_copies_and_publishes_is_in_the_repository()
    {
        var copied = Copy().Matches(Dockerfile()).SelectMany(match => match.Groups[1].Value.Split(' ')).ToList();
        var published = Project().Matches(Dockerfile()).Select(match => match.Value).ToList();
        Assert.Equal(2, published.Count);
        Assert.All(
            copied.Concat(published), path => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, path)), path));
    }

    [Fact]
    public async Task The_gateway_accepts_its_configuration()
    {
        var folder = await WithKeysAsync();
        try
        {
            var (exitCode, said) = await Programs.RunAsync(
                Programs.Built("Jingu.Edge", "jingu-edge"), "check", "--offline", "--config",
                Path.Combine(folder, "gateway-1/gateway.yaml"));
            Assert.True(exitCode == 0, said);
            Assert.Contains("2 meters", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_aggregator_accepts_its_configuration()
    {
        var folder = await WithKeysAsync();
        try
        {
            var file = Path.Combine(folder, "aggregator/aggregator.yaml");
            var text = (await File.ReadAllTextAsync(file))
                .Replace("store: /data", "store: data", StringComparison.Ordinal);
            // Its reading store runs only in the containers: the embedded one stands in.
            await File.WriteAllTextAsync(file, Influx().Replace(text, ""));
            var (exitCode, said) = await Programs.RunAsync(
                Programs.Built("Jingu.Aggregator", "jingu-aggregator"),
                "report", "--config", file, "--month", "2017-03", "--format", "json");
            Assert.True(exitCode == 0, said);
            Assert.Contains("unit-01", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A copy of the compose folder with keys made by the script that people use.</summary>
    private static async Task<string> WithKeysAsync()
    {
        var folder = Programs.CopyOf("deploy/compose");
        var (exitCode, said) = await Programs.RunAsync("/bin/bash", Path.Combine(folder, "make-keys"));
        Assert.True(exitCode == 0, said);
        return folder;
    }

    private static YamlMappingNode Load()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, "compose.yaml"))));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static string Dockerfile() => File.ReadAllText(Path.Combine(Folder, "Dockerfile"));

    private static IEnumerable<(string Key, YamlMappingNode Value)> Services() =>
        Map(Compose, "services").Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value));

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static IEnumerable<string> List(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Select(item => item.ToString()) : [];

    [GeneratedRegex(@"^FROM \S+ AS (\w+)", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"^COPY (?!--)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copy();

    [GeneratedRegex(@"\S+\.csproj")]
    private static partial Regex Project();

    [GeneratedRegex(@"^influx:.*\n", RegexOptions.Multiline)]
    private static partial Regex Influx();
}
