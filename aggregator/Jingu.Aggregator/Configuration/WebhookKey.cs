using System.Text;

namespace Jingu.Aggregator.Configuration;

/// <summary>The secret that a webhook and the aggregator share: one line of text in a file.</summary>
internal static class WebhookKey
{
    /// <summary>The shortest, characters: 128 bits written in hexadecimal.</summary>
    public const int LengthMin = 32;

    /// <summary>
    /// The bytes of the line, without what ends it. Throws what reading throws, and <see cref="FormatException"/> with
    /// a sentence.
    /// </summary>
    public static byte[] Read(string file)
    {
        var line = File.ReadAllText(file).TrimEnd('\r', '\n');
        return line.Length >= LengthMin && !line.Any(char.IsControl)
            ? Encoding.UTF8.GetBytes(line)
            : throw new FormatException(
                $"It must hold one line of at least {LengthMin} characters, such as 'openssl rand -hex 32' writes.");
    }
}
