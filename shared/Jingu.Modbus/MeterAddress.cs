using System.Text.RegularExpressions;

namespace Jingu.Modbus;

/// <summary>
/// By what a meter is addressed behind its port. What is no address throws <see cref="ArgumentException"/> on
/// construction, with a sentence.
/// </summary>
public abstract partial record MeterAddress
{
    private MeterAddress()
    {
    }

    /// <summary>A Modbus unit identifier, 0 to 247.</summary>
    public sealed record Modbus(byte UnitIdentifier) : MeterAddress
    {
        public override string ToString() => $"unit identifier {UnitIdentifier}";
    }

    /// <summary>
    /// Twelve digits as on the meter's label, leading zeros included. Wildcards (A) and the broadcast address (all 9,
    /// DL/T 645-2007, 5.2.2) are no meter's.
    /// </summary>
    public sealed record Dlt645 : MeterAddress
    {
        public Dlt645(string digits) => Digits = Checked(digits, 12);

        public string Digits { get; }

        public override string ToString() => $"address {Digits}";
    }

    /// <summary>
    /// Fourteen digits: the maker's four, then the meter's ten. Vendors differ in the order of the bytes on the wire.
    /// </summary>
    public sealed record Cjt188 : MeterAddress
    {
        /// <param name="addressOrder">The standard has the low byte first.</param>
        /// <param name="identifierOrder">901F goes as 1F 90 (low first) or as 90 1F; both occur.</param>
        public Cjt188(string digits, ByteOrder addressOrder, ByteOrder identifierOrder) =>
            (Digits, AddressOrder, IdentifierOrder) = (Checked(digits, 14), addressOrder, identifierOrder);

        public string Digits { get; }

        public ByteOrder AddressOrder { get; }

        public ByteOrder IdentifierOrder { get; }

        public override string ToString() => $"address {Digits}";
    }

    /// <summary>A digital input: the label of its chip, and its place there.</summary>
    public sealed record PulseLine(string Chip, int Offset) : MeterAddress
    {
        public override string ToString() => $"line {Offset} of {Chip}";
    }

    private static string Checked(string digits, int length)
    {
        if (digits.Length != length || !OnlyDigits().IsMatch(digits))
            throw new ArgumentException($"'{digits}' is no meter's address: write its {length} digits in quotes");
        return digits.All(digit => digit == '9')
            ? throw new ArgumentException($"'{digits}' addresses every meter of a line: write the address of one")
            : digits;
    }

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex OnlyDigits();
}

/// <summary>In which order a meter sends the bytes of an address or identifier.</summary>
public enum ByteOrder
{
    LowFirst = 1,
    HighFirst = 2,
}
