using System.Globalization;
using System.Net;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Time;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>Writes what is asked for and what came of it into the audit. Safe from any thread.</summary>
internal sealed class Auditing(AuditStore store, SiteTime site, NobodysEntries nobodys)
{
    /// <summary>What stands as the outcome until the one that belongs to it is written.</summary>
    public const string Asked = "asked";

    public Task<long> AskedAsync(HttpContext context, Visit visit, string route, CancellationToken stop) =>
        store.AddAsync(Entry(context, visit, route, Asked), null, stop);

    /// <summary>Written also when whoever asked has gone away meanwhile.</summary>
    public Task AnsweredAsync(HttpContext context, Visit visit, string route, long asked, string outcome) =>
        store.AddAsync(Entry(context, visit, route, outcome), asked, CancellationToken.None);

    /// <summary>An entry that stands alone; of whoever is not signed in, only so many a minute.</summary>
    public async Task NoteAsync(HttpContext context, Visit visit, string what, string outcome)
    {
        if (visit.Caller is null)
        {
            if (nobodys.TryTake() is not { } leftOut)
                return;
            if (leftOut > 0)
                outcome += string.Create(CultureInfo.InvariantCulture, $"; {leftOut} more before it are not listed");
        }
        await store.AddAsync(Entry(context, visit, what, outcome), null, CancellationToken.None);
    }

    /// <summary>Where a request comes from.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        IPAddress address => address.ToString(),
    };

    private AuditEntry Entry(HttpContext context, Visit visit, string what, string outcome) => new(
        site.GetUtcNow(), visit.Actor ?? visit.Caller?.Name ?? "", AddressOf(context), what,
        visit.Subject ?? context.Request.Path.Value ?? "", visit.Reason ?? "", outcome);
}
