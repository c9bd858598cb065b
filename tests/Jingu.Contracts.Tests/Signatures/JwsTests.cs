using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Contracts.Signatures;
using Xunit;

namespace Jingu.Contracts.Tests.Signatures;

public sealed class JwsTests : IDisposable
{
    private const string Type = "jingu-desired";
    private readonly SigningKey _key = SigningKey.Create("s1");
    private readonly SigningKey _next = SigningKey.Create("s2");

    public void Dispose()
    {
        _key.Dispose();
        _next.Dispose();
    }

    [Fact]
    public void The_exact_bytes_come_back_and_the_key_is_named()
    {
        var opened = Assert.IsType<JwsResult.Opened>(Open(Jws.Sign("{ \"a\": 1 }"u8, Type, _key)));
        Assert.Equal("{ \"a\": 1 }", Encoding.UTF8.GetString(opened.Payload));
        Assert.Equal("s1", opened.Key);
    }

    [Fact]
    public void While_keys_are_rotated_both_are_good_and_afterwards_the_old_one_is_not()
    {
        var (old, rotated) = (Jws.Sign("x"u8, Type, _key), Jws.Sign("x"u8, Type, _next));
        VerificationKey[] both = [_key.ToVerificationKey(), _next.ToVerificationKey()];
        Assert.IsType<JwsResult.Opened>(Jws.Open(old, Type, both));
        Assert.IsType<JwsResult.Opened>(Jws.Open(rotated, Type, both));
        Assert.Contains("'s1' is not trusted", Refusal(Jws.Open(old, Type, both[1..])), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_is_refused()
    {
        var message = Jws.Sign("{\"budget\":1000}"u8, Type, _key);
        for (var i = 0; i < message.Length; i++)
        {
            byte[] changed = [.. message];
            changed[i] ^= 1;
            Assert.IsType<JwsResult.Refused>(Open(changed));
        }
    }

    [Fact]
    public void A_key_of_the_same_name_that_is_another_is_refused()
    {
        using var forger = SigningKey.Create("s1");
        Assert.Contains("signature is wrong", Refusal(Open(Jws.Sign("x"u8, Type, forger))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_another_type_is_refused() =>
        Assert.Contains(
            "type 'jingu-command'", Refusal(Open(Jws.Sign("x"u8, "jingu-command", _key))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"alg":"none","kid":"s1","typ":"jingu-desired"}""", "'none'")]
    [InlineData("""{"alg":"HS256","kid":"s1","typ":"jingu-desired"}""", "'HS256'")]
    [InlineData("""{"alg":"ES256","kid":"s1","typ":"jingu-desired","crit":["exp"]}""", "crit")]
    [InlineData("""{"alg":"ES256","alg":"none","kid":"s1","typ":"jingu-desired"}""", "no signed document")]
    public void A_header_that_says_anything_else_is_refused(string header, string why)
    {
        var message = JsonNode.Parse(Jws.Sign("x"u8, Type, _key))!;
        message["protected"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        Assert.Contains(why, Refusal(Open(message)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"payload":"eA"}""")]
    [InlineData("""{"payload":"eA","protected":"!!","signature":"eA"}""")]
    [InlineData("""{"payload":"eA","protected":"eA","signature":"eA","header":{"kid":"s1"}}""")]
    public void What_is_no_signed_document_is_refused(string text) =>
        Assert.IsType<JwsResult.Refused>(Open(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_message_too_long_is_refused_unread() =>
        Assert.Contains("bytes", Refusal(Open(new byte[Jws.BytesMax + 1])), StringComparison.Ordinal);

    /// <summary>The signature of RFC 7515, A.3: its key verifies it, whoever made it.</summary>
    [Fact]
    public void The_published_example_verifies()
    {
        var x = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
        var y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
        using var key = System.Security.Cryptography.ECDsa.Create(new System.Security.Cryptography.ECParameters
        {
            Curve = System.Security.Cryptography.ECCurve.NamedCurves.nistP256,
            Q = new() { X = x, Y = y },
        });
        const string Input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string Signature =
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        var verifying = VerificationKey.Parse("rfc", key.ExportSubjectPublicKeyInfoPem());
        Assert.True(verifying.Verifies(Encoding.ASCII.GetBytes(Input), Base64Url.DecodeFromChars(Signature)));
        Assert.False(verifying.Verifies(Encoding.ASCII.GetBytes(Input + "x"), Base64Url.DecodeFromChars(Signature)));
    }

    [Fact]
    public void Keys_go_through_their_files_and_other_curves_do_not()
    {
        using var again = SigningKey.Parse("s1", _key.ToPem());
        var verifying = VerificationKey.Parse("s1", again.ToVerificationKey().ToPem());
        Assert.IsType<JwsResult.Opened>(Jws.Open(Jws.Sign("x"u8, Type, _key), Type, [verifying]));

        using var other = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        Assert.Throws<FormatException>(() => SigningKey.Parse("s1", other.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => VerificationKey.Parse("s1", "no pem"));
    }

    private JwsResult Open(JsonNode message) => Open(Encoding.UTF8.GetBytes(message.ToJsonString()));

    private JwsResult Open(byte[] message) => Jws.Open(message, Type, [_key.ToVerificationKey()]);

    private static string Refusal(JwsResult result) => Assert.IsType<JwsResult.Refused>(result).Why;
}
