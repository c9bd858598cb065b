using System.Security.Cryptography;
using System.Text;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// HMAC-SHA-256 (RFC 2104, FIPS 180-4) over the timestamp, a full stop and the body: whoever took it down cannot send
/// it again later as if it were new, where the receiver holds the timestamp against its own clock.
/// </summary>
internal static class WebhookSignature
{
    /// <returns>Such as <c>sha256=0f3c...</c>, 64 hexadecimal digits.</returns>
    public static string Of(byte[] secret, string timestamp, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.ASCII.GetBytes(timestamp));
        hash.AppendData("."u8);
        hash.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
