using System.Security.Cryptography;
using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Wire;

/// <summary>
/// A gateway's secret, known to it and to the aggregator. Until enrolment exists it lies in a file of one line:
/// <c>name:64 hex digits</c>.
/// </summary>
public sealed class GatewayKey
{
    /// <summary>Size of the secret in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _secret;

    private GatewayKey(string name, byte[] secret) => (Name, _secret) = (name, secret);

    /// <summary>Says which key made a tag; not secret.</summary>
    public string Name { get; }

    /// <summary>Reads the line; throws <see cref="FormatException"/> with what to do, never with the secret.</summary>
    public static GatewayKey Parse(string line)
    {
        var parts = line.Trim().Split(':');
        if (parts.Length != 2 || !IdText.IsValid(parts[0]) || parts[1].Length != 2 * Size
            || !parts[1].All(char.IsAsciiHexDigit))
        {
            throw new FormatException($"A key file holds one line 'name:{2 * Size} hex digits'; make one with: "
                + $"echo \"k1:$(openssl rand -hex {Size})\" > gateway.key");
        }
        return new(parts[0], Convert.FromHexString(parts[1]));
    }

    /// <summary>Makes a key of <see cref="Size"/> random bytes.</summary>
    public static GatewayKey Create(string name) =>
        new(IdText.Checked(name, "key"), RandomNumberGenerator.GetBytes(Size));

    /// <summary>The line for a key file. Secret.</summary>
    public string ToLine() => $"{Name}:{Convert.ToHexStringLower(_secret)}";

    internal void Tag(ReadOnlySpan<byte> bytes, Span<byte> tag) => HMACSHA256.HashData(_secret, bytes, tag);
}
