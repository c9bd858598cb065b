using System.Security.Cryptography;
using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Signatures;

/// <summary>
/// The private half of a key pair on the curve P-256: signs policies and commands. Its file is PEM (RFC 5958). Safe
/// from any thread.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _pair;
    private readonly Lock _gate = new();

    private SigningKey(string name, ECDsa pair) => (Name, _pair) = (name, pair);

    /// <summary>Says which key signed; not secret.</summary>
    public string Name { get; }

    /// <summary>Makes a new pair.</summary>
    public static SigningKey Create(string name) =>
        new(IdText.Checked(name, "key"), ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>
    /// Reads a PEM file's text; throws <see cref="FormatException"/> with what to do, never with the key.
    /// </summary>
    public static SigningKey Parse(string name, string pem) =>
        new(IdText.Checked(name, "key"), VerificationKey.Import(pem, "private"));

    /// <summary>The text for a key file. Secret.</summary>
    public string ToPem() => _pair.ExportPkcs8PrivateKeyPem();

    /// <summary>The public half.</summary>
    public VerificationKey ToVerificationKey() => VerificationKey.Parse(Name, _pair.ExportSubjectPublicKeyInfoPem());

    public void Dispose() => _pair.Dispose();

    /// <summary>R and S, 32 bytes each, over SHA-256 of the bytes (RFC 7518, 3.4).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            return _pair.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
