using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Jingu.Contracts.Signatures;

/// <summary>
/// Signed documents: flattened JSON (RFC 7515, 7.2.2) with ES256 (RFC 7518, 3.4) over the exact payload bytes. Whoever
/// owns the broker can hold one back; they cannot change, forge or mix one up with another kind. Stateless; safe from
/// any thread.
/// </summary>
public static class Jws
{
    /// <summary>A longer message is refused before it is looked at.</summary>
    public const int BytesMax = 1 << 20;

    private const string Algorithm = "ES256";
    private const int SignatureSize = 64;

    /// <summary>Signs a payload.</summary>
    /// <param name="type">What kind of document it is; the reader demands the same.</param>
    public static byte[] Sign(ReadOnlySpan<byte> payload, string type, SigningKey key)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new JwsHeader(Algorithm, key.Name, type), JwsJson.Default.JwsHeader);
        var (protectedPart, payloadPart) = (Base64Url.EncodeToString(header), Base64Url.EncodeToString(payload));
        var signature = key.Sign(SigningInput(protectedPart, payloadPart));
        return JsonSerializer.SerializeToUtf8Bytes(
            new JwsMessage(payloadPart, protectedPart, Base64Url.EncodeToString(signature)),
            JwsJson.Default.JwsMessage);
    }

    /// <summary>
    /// Opens a message that one of these keys must have signed. Never throws on what somebody else wrote.
    /// </summary>
    /// <param name="trusted">The keys valid now: one, or two while they are rotated.</param>
    public static JwsResult Open(ReadOnlySpan<byte> message, string type, IReadOnlyCollection<VerificationKey> trusted)
    {
        if (message.Length > BytesMax)
            return new JwsResult.Refused($"it has {message.Length} bytes, {BytesMax} at most");
        try
        {
            var parts = JsonSerializer.Deserialize(message, JwsJson.Default.JwsMessage);
            return parts is { Payload: not null, Protected: not null, Signature: not null }
                ? Open(parts, type, trusted)
                : new JwsResult.Refused("it is not signed");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return new JwsResult.Refused($"it is no signed document ({e.Message})");
        }
    }

    private static JwsResult Open(JwsMessage message, string type, IReadOnlyCollection<VerificationKey> trusted)
    {
        var header = JsonSerializer.Deserialize(
            Base64Url.DecodeFromChars(message.Protected), JwsJson.Default.JwsHeader);
        var signature = Base64Url.DecodeFromChars(message.Signature);
        if (header?.Alg != Algorithm)
            return new JwsResult.Refused($"it is signed by '{header?.Alg}', which is not {Algorithm}");
        if (header.Typ != type)
            return new JwsResult.Refused($"it is a document of type '{header.Typ}', not '{type}'");
        if (trusted.FirstOrDefault(key => key.Name == header.Kid) is not { } known)
            return new JwsResult.Refused($"key '{header.Kid}' is not trusted here");
        return signature.Length == SignatureSize
            && known.Verifies(SigningInput(message.Protected, message.Payload), signature)
            ? new JwsResult.Opened(Base64Url.DecodeFromChars(message.Payload), known.Name)
            : new JwsResult.Refused("its signature is wrong");
    }

    private static byte[] SigningInput(string protectedPart, string payloadPart) =>
        Encoding.UTF8.GetBytes($"{protectedPart}.{payloadPart}");
}
