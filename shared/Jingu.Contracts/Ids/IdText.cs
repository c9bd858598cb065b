using System.Buffers;

namespace Jingu.Contracts.Ids;

/// <summary>The one rule for names: they go unescaped into MQTT topics, file names, tags and addresses.</summary>
public static class IdText
{
    /// <summary>The longest name.</summary>
    public const int LengthMax = 48;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True for 1 to 48 characters of a-z, 0-9 and '-', not beginning or ending with '-'.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= LengthMax }
        && !value.AsSpan().ContainsAnyExcept(Allowed)
        && value[0] != '-' && value[^1] != '-';

    internal static string Checked(string value, string what) =>
        IsValid(value)
            ? value
            : throw new FormatException(
                $"'{value}' cannot name a {what}: use 1 to {LengthMax} of a-z, 0-9 and '-', not '-' at either end.");
}
