using System.Net.Http.Headers;
using System.Text;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>Where a server listens, the database in it, and who asks.</summary>
internal sealed record InfluxAddress
{
    /// <param name="configured">
    /// http or https; may carry <c>user:password@</c>, and for the NuGet writer <c>?org=</c> and <c>?token=</c>.
    /// </param>
    /// <param name="database">a-z, 0-9 and '-': it stands unescaped in queries.</param>
    /// <exception cref="ReadingStoreException">The address or the name cannot be used.</exception>
    public InfluxAddress(Uri configured, string database)
    {
        if (!configured.IsAbsoluteUri || configured.Scheme is not ("http" or "https"))
            throw new ReadingStoreException($"'{configured}' is no address of an InfluxDB: write http://host:8086.");
        if (!IdText.IsValid(database))
            throw new ReadingStoreException($"'{database}' cannot name a database: use a-z, 0-9 and '-'.");
        Configured = configured;
        Database = database;
        Root = new UriBuilder(configured) { UserName = "", Password = "", Query = "" }.Uri;
    }

    /// <summary>As configured, with credentials: never written to a log.</summary>
    public Uri Configured { get; }

    /// <summary>Without credentials: fit for messages.</summary>
    public Uri Root { get; }

    public string Database { get; }

    /// <summary>Basic authentication, when the address carries credentials.</summary>
    public AuthenticationHeaderValue? Authorization => Configured.UserInfo.Length == 0
        ? null
        : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Configured.UserInfo))));

    public override string ToString() => $"InfluxDB at {Root}";
}
