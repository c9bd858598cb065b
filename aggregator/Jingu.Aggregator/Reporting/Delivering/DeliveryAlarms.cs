using Jingu.Aggregator.Reporting.Campus;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>Which deliveries ask for a person. Pure.</summary>
internal static class DeliveryAlarms
{
    /// <summary>A file that could not be delivered, and that only a person sends again.</summary>
    public const string GivenUp = "report-not-delivered";

    /// <summary>A delivery that has failed for a while and goes on trying.</summary>
    public const string Failing = "report-delivery-failing";

    /// <summary>What heals within this is no alarm.</summary>
    public static readonly TimeSpan LastsFor = TimeSpan.FromHours(1);

    public static IEnumerable<OpenAlarm> Of(IEnumerable<FileReport> files, DateTimeOffset now) =>
        from file in files
        where file.FailingSince is not null
        group file by file.Delivery into delivery
        let given = delivery.Where(file => file.State == FileState.GivenUp).ToList()
        let since = (given.Count > 0 ? given : [.. delivery]).Min(file => file.FailingSince)
        where given.Count > 0 || now - since >= LastsFor
        select new OpenAlarm(
            given.Count > 0 ? GivenUp : Failing, delivery.Key, null, since, IsSerious: given.Count > 0);
}
