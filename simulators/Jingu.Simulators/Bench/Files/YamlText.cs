using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Jingu.Simulators.Bench.Files;

/// <summary>Writes the configuration of the programs under test, in the same YAML that an installer writes.</summary>
internal static class YamlText
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithQuotingNecessaryStrings()
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .DisableAliases()
        .Build();

    public static void Write(string file, object content) => File.WriteAllText(file, Serializer.Serialize(content));
}
