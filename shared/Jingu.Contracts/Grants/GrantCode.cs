using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Contracts.Grants;

/// <summary>
/// A one-time extension that works without a network: 20 decimal digits that somebody reads over the telephone and
/// types in on site. Unit, resource and amount stand in it in clear; 13 digits of an HMAC-SHA-256 with the gateway's
/// key prove that the aggregator gave it. It is bound to one counter value and does not run out.
/// </summary>
/// <remarks>
/// Digits: UU unit, R resource and power of ten, AA amount, CC counter modulo 100, 13 of proof. With
/// <see cref="TriesPerHour"/> wrong tries an hour and <see cref="Window"/> counters that count, guessing one takes
/// some 10^13 / (16 x 5) hours.
/// </remarks>
public static class GrantCode
{
    public const int Digits = 20;

    /// <summary>Counter values ahead of the last one used that are taken.</summary>
    public const int Window = 16;

    /// <summary>Wrong tries an hour; then the gateway takes none until the hour is over.</summary>
    public const int TriesPerHour = 5;

    /// <summary>The number of a unit in codes is below this.</summary>
    public const int UnitsMax = 100;

    private const int ProofDigits = 13;
    private const int PowersOfTen = 5;
    private const int MantissaMax = 99;
    private const long BasePerStep = 1_000; // 1 kWh or 1 m3.
    private const long ProofModulus = 10_000_000_000_000;

    /// <summary>The amounts that can be written: 1 to 99 kWh or m3, times 1, 10, 100, 1,000 or 10,000.</summary>
    public static bool CanWrite(long amount) => Scale(amount) is not null;

    /// <summary>Makes the code for a counter value that was never given out.</summary>
    /// <param name="unitNumber">The unit's number in codes, 0 to 99, as its policy says.</param>
    /// <param name="amount">Wh or L; see <see cref="CanWrite"/>.</param>
    public static string Make(
        SiteId site, GatewayId gateway, GatewayKey key, int unitNumber, Resource resource, long amount, long counter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        ArgumentOutOfRangeException.ThrowIfNegative(unitNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unitNumber, UnitsMax);
        var (mantissa, power) = Scale(amount)
            ?? throw new ArgumentOutOfRangeException(nameof(amount), amount, "1 to 99 kWh or m3 times a power of ten");
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{unitNumber:00}{power + (resource == Resource.Water ? PowersOfTen : 0)}{mantissa:00}{counter % 100:00}");
        return head + Proof(site, gateway, key, head, counter);
    }

    /// <summary>
    /// Reads what was typed; spaces and dashes do not count. Null when it is not of <see cref="Digits"/> digits.
    /// </summary>
    public static GrantRequest? Read(string typed)
    {
        var digits = string.Concat(typed.Where(c => c is not (' ' or '-')));
        if (digits.Length != Digits || !digits.All(char.IsAsciiDigit))
            return null;
        var kind = digits[2] - '0';
        var mantissa = Number(digits[3..5]);
        var amount = mantissa * BasePerStep;
        for (var i = 0; i < kind % PowersOfTen; i++)
            amount *= 10;
        return mantissa == 0
            ? null
            : new(
                Number(digits[..2]), kind < PowersOfTen ? Resource.Electricity : Resource.Water, amount, digits);
    }

    /// <summary>
    /// The counter value that a code was made for, among the <see cref="Window"/> ones behind
    /// <paramref name="lastUsed"/>; null when there is none: the code is forged, mistyped, used, or for another
    /// gateway.
    /// </summary>
    public static long? CounterOf(
        SiteId site, GatewayId gateway, GatewayKey key, GrantRequest request, long lastUsed)
    {
        var head = request.Typed[..^ProofDigits];
        for (var counter = lastUsed + 1; counter <= lastUsed + Window; counter++)
        {
            var made = Encoding.ASCII.GetBytes(head + Proof(site, gateway, key, head, counter));
            if (counter % 100 == Number(head[^2..])
                && CryptographicOperations.FixedTimeEquals(made, Encoding.ASCII.GetBytes(request.Typed)))
            {
                return counter;
            }
        }
        return null;
    }

    private static string Proof(SiteId site, GatewayId gateway, GatewayKey key, string head, long counter)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Tag(
            Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"jingu-grant-1\n{site}\n{gateway}\n{head}\n{counter}")),
            tag);
        var number = BinaryPrimitives.ReadUInt64BigEndian(tag) % ProofModulus;
        return number.ToString("D13", CultureInfo.InvariantCulture);
    }

    private static (int Mantissa, int Power)? Scale(long amount)
    {
        var step = BasePerStep;
        for (var power = 0; power < PowersOfTen; power++, step *= 10)
        {
            if (amount % step == 0 && amount / step is >= 1 and <= MantissaMax)
                return ((int)(amount / step), power);
        }
        return null;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}

/// <summary>What a typed code asks for; not proven yet.</summary>
/// <param name="UnitNumber">The unit's number in codes.</param>
/// <param name="Amount">Wh or L.</param>
/// <param name="Typed">The digits.</param>
public sealed record GrantRequest(int UnitNumber, Resource Resource, long Amount, string Typed);
