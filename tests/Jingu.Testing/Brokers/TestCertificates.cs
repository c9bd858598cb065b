namespace Jingu.Testing.Brokers;

/// <summary>Certificates made by openssl in a folder of their own; Dispose removes it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-certificates-").FullName;

    private TestCertificates()
    {
    }

    public string Ca => PathOf("ca.pem");

    /// <summary>Signed nothing here.</summary>
    public string OtherCa => PathOf("other-ca.pem");

    /// <summary>A broker's, for 127.0.0.1 and localhost.</summary>
    public string Broker => PathOf("broker.pem");

    public string BrokerKey => PathOf("broker.key");

    /// <summary>A broker's, for another host.</summary>
    public string ElsewhereBroker => PathOf("elsewhere.pem");

    public string ElsewhereBrokerKey => PathOf("elsewhere.key");

    public string Client => PathOf("client.pem");

    public string ClientKey => PathOf("client.key");

    public static async Task<TestCertificates> MakeAsync()
    {
        var made = new TestCertificates();
        await made.MakeAsync("ca");
        await made.MakeAsync("other-ca");
        await made.MakeAsync("broker", "subjectAltName=IP:127.0.0.1,DNS:localhost");
        await made.MakeAsync("elsewhere", "subjectAltName=DNS:elsewhere.example");
        await made.MakeAsync("client", "extendedKeyUsage=clientAuth");
        return made;
    }

    /// <summary>A file in the folder, there or not.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task MakeAsync(string name, string? signedFor = null)
    {
        string[] signed = signedFor is null
            ? []
            :
            [
                "-CA", Ca, "-CAkey", PathOf("ca.key"), "-addext", signedFor,
                "-addext", "basicConstraints=critical,CA:false",
            ];
        await Programs.RunAsync(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "3650",
                "-subj", $"/CN={name}", "-keyout", PathOf($"{name}.key"), "-out", PathOf($"{name}.pem"), .. signed,
            ]);
    }
}
