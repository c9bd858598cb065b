using System.Buffers.Binary;

namespace Jingu.Simulators.Devices;

/// <summary>IEEE 754 single numbers in two registers, in the byte orders that the virtual meters use.</summary>
internal static class Floats
{
    /// <summary>High word first, high byte first.</summary>
    public static void PutAbcd(RegisterImage image, ushort address, double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        image.Put(address, (ushort)(bits >> 16));
        image.Put((ushort)(address + 1), (ushort)(bits & 0xFFFF));
    }

    /// <summary>All four bytes reversed.</summary>
    public static void PutDcba(RegisterImage image, ushort address, double value)
    {
        var bits = BinaryPrimitives.ReverseEndianness(BitConverter.SingleToUInt32Bits((float)value));
        image.Put(address, (ushort)(bits >> 16));
        image.Put((ushort)(address + 1), (ushort)(bits & 0xFFFF));
    }

    public static float Abcd(ServedRegisters served, ushort address) =>
        BitConverter.UInt32BitsToSingle(served.Pair(address));

    public static float Dcba(ServedRegisters served, ushort address) =>
        BitConverter.UInt32BitsToSingle(BinaryPrimitives.ReverseEndianness(served.Pair(address)));

    /// <summary>The whole steps of 1/<paramref name="perUnit"/> that a float stands for.</summary>
    public static long Steps(float value, int perUnit) => (long)Math.Round((double)value * perUnit);
}
