using System.Text.Json;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>
/// Frames and values that others published, from the data folder beside the checkout. Without that folder these are
/// skipped.
/// </summary>
public sealed class ProtocolVectorTests
{
    public static TheoryData<string> Frames => Read("modbus_rtu", entry => entry.GetProperty("hex").GetString()!);

    /// <summary>Registers, word order and value; entries without a value are no floats.</summary>
    public static TheoryData<string> Floats => Read("float32_word_orders", entry =>
    {
        var order = entry.GetProperty("order").GetString()!;
        return entry.TryGetProperty("value", out var value)
            ? $"{entry.GetProperty("registers_hex").GetString()}|{order[..4]}|{value.GetDouble():R}"
            : null;
    });

    [VectorTheory]
    [MemberData(nameof(Frames))]
    public void Published_frames_have_our_check_sum(string hex) =>
        Assert.True(RtuFrame.IsWhole(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))), hex);

    [VectorTheory]
    [MemberData(nameof(Floats))]
    public void Published_floats_decode_to_their_value(string vector)
    {
        var parts = vector.Split('|');
        ushort[] registers = [.. parts[0].Split(' ').Select(word => Convert.ToUInt16(word, 16))];
        var bits = RegisterFormat.Parse("f32", parts[1]).ToBits(registers);
        var expected = double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, BitConverter.UInt32BitsToSingle((uint)bits), 3);
    }

    private static TheoryData<string> Read(string section, Func<JsonElement, string?> select)
    {
        var entries = new TheoryData<string>();
        if (VectorTheoryAttribute.Path is not { } path)
        {
            entries.Add("absent");
            return entries;
        }
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var entry in document.RootElement.GetProperty(section).EnumerateArray())
        {
            if (select(entry) is { } text)
                entries.Add(text);
        }
        return entries;
    }
}
