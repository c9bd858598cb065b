using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Jingu.Lines.Linux;

/// <summary>
/// Structures and numbers of the GPIO character device, uAPI v2 (linux/gpio.h). All 64-bit fields are aligned by hand
/// there, so layouts and numbers hold on 32-bit processors too. Padding must be zero, or the kernel refuses.
/// </summary>
internal static class Gpio
{
    public const nuint GetChipDescription = 0x8044B401;
    public const nuint GetLine = 0xC250B407;
    public const nuint GetValues = 0xC010B40E;
    public const nuint SetValues = 0xC010B40F;

    public const ulong ActiveLow = 0x2;
    public const ulong Input = 0x4;
    public const ulong Output = 0x8;
    public const ulong EdgeRising = 0x10;
    public const ulong EdgeFalling = 0x20;
    public const ulong BiasPullUp = 0x100;
    public const ulong BiasPullDown = 0x200;
    public const ulong BiasOff = 0x400;

    public const uint AttributeOutputValues = 2;
    public const uint AttributeDebounce = 3;

    public const uint RisingEdge = 1;

    public const int NameMax = 32;

    /// <summary>The largest buffer the kernel gives; larger values are cut.</summary>
    public const uint EventBufferMax = 1024;

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct ChipDescription
    {
        public fixed byte Name[NameMax];
        public fixed byte Label[NameMax];
        public uint Lines;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineAttribute
    {
        public uint Id;
        public uint Padding;

        /// <summary>Flags, output values, or in its first half a debounce period in microseconds.</summary>
        public ulong Value;

        /// <summary>Which of the request's lines it is for: bit 0 the first.</summary>
        public ulong Mask;
    }

    [InlineArray(10)]
    public struct LineAttributes
    {
        private LineAttribute _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct LineConfig
    {
        public ulong Flags;
        public uint AttributeCount;
        public fixed uint Padding[5];
        public LineAttributes Attributes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct LineRequest
    {
        public fixed uint Offsets[64];
        public fixed byte Consumer[NameMax];
        public LineConfig Config;
        public uint LineCount;
        public uint EventBufferSize;
        public fixed uint Padding[5];
        public int Descriptor;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LineValues
    {
        public ulong Bits;
        public ulong Mask;
    }

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct LineEvent
    {
        /// <summary>CLOCK_MONOTONIC; behind a debouncer the instant at which it believed the level.</summary>
        public ulong Nanoseconds;
        public uint Id;
        public uint Offset;
        public uint Sequence;

        /// <summary>Counts this line's edges from 1 on, also those that found the buffer full; wraps at 2^32.</summary>
        public uint LineSequence;
        public fixed uint Padding[6];
    }
}
