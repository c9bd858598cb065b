using System.Security.Cryptography;
using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Signatures;

/// <summary>
/// The public half of a <see cref="SigningKey"/>: a gateway has the aggregator's in files of its own, set on site. Safe
/// from any thread.
/// </summary>
public sealed class VerificationKey
{
    private const int Bits = 256;
    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private VerificationKey(string name, ECDsa key) => (Name, _key) = (name, key);

    public string Name { get; }

    /// <summary>Reads a PEM file's text; throws <see cref="FormatException"/> with what to do.</summary>
    public static VerificationKey Parse(string name, string pem) =>
        new(IdText.Checked(name, "key"), Import(pem, "public"));

    /// <summary>The text for a key file.</summary>
    public string ToPem() => _key.ExportSubjectPublicKeyInfoPem();

    internal static ECDsa Import(string pem, string half)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == Bits)
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException($"The {half} signing key is no PEM text of a key on the curve P-256.", e);
        }
        key.Dispose();
        throw new FormatException($"The {half} signing key is not on the curve P-256: make one with "
            + "'jingu-aggregator enroll'.");
    }

    internal bool Verifies(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return _key.VerifyData(
                bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
