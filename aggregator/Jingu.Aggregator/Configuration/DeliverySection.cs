using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Contracts.Ids;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads <c>deliveries</c> of aggregator.yaml.</summary>
internal static class DeliverySection
{
    private const int DeliveriesMax = 16;

    private static readonly FrozenDictionary<string, string> Languages =
        new[] { "zh", "en" }.ToFrozenDictionary(word => word);

    public static ImmutableArray<DeliverySettings> Read(YamlMap root, Complaints complaints, string folder)
    {
        var deliveries = ImmutableArray.CreateBuilder<DeliverySettings>();
        var (ids, folders) = (new HashSet<string>(), new HashSet<string>());
        foreach (var entry in complaints.Try(() => root.List("deliveries", complaints.Add)) ?? [])
        {
            var delivery = ReadOne(entry, complaints, folder);
            entry.Done(complaints.Add);
            if (delivery.Id is { } id && !ids.Add(id))
                complaints.Add(entry.Complaint("id", $"'{id}' is there twice in 'deliveries': give each its own id."));
            if (delivery.Target is DeliveryTarget.Folder { Path: var path } && !folders.Add(path))
            {
                complaints.Add(entry.Complaint(
                    "folder", $"another delivery writes to {path} too, and both name files alike: name another one."));
            }
            deliveries.Add(delivery);
        }
        if (deliveries.Count > DeliveriesMax)
        {
            complaints.Add(root.Complaint(
                "deliveries", $"lists {deliveries.Count}: {DeliveriesMax} at most, put reports of one destination "
                    + "together."));
        }
        return deliveries.ToImmutable();
    }

    private static DeliverySettings ReadOne(YamlMap entry, Complaints complaints, string folder) => new(
        complaints.Try(() => entry.Parsed("id", IdOf)),
        complaints.Try(() => Each(entry, "reports", ReportWords.Kinds)),
        complaints.Try(() => Each(entry, "formats", ReportWords.Formats)),
        complaints.Try(() => entry.Choice("language", Languages)),
        complaints.Try(() => ReadTarget(entry, complaints, folder)))
    {
        LatestDays = (int)complaints.Try(() => entry.Number("latestDays", 1, 28, 3)),
        From = entry.Has("from") ? complaints.Try(() => entry.Parsed("from", MonthOf)) : null,
        Timeout = complaints.Try(() => entry.Duration(
            "timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30))),
        GivesUpAfter = complaints.Try(() => entry.Duration(
            "givesUpAfter", TimeSpan.FromHours(1), TimeSpan.FromDays(30), TimeSpan.FromDays(7))),
    };

    private static DeliveryTarget ReadTarget(YamlMap entry, Complaints complaints, string folder)
    {
        if (entry.Has("folder") == entry.Has("webhook"))
        {
            throw entry.Complaint(
                "goes either to one 'folder: PATH' or to one 'webhook: {url: ..., keyFile: ...}': give exactly one.");
        }
        if (entry.Has("folder"))
            return new DeliveryTarget.Folder(Path.GetFullPath(Path.Combine(folder, entry.Text("folder"))));
        var webhook = entry.Map("webhook")!;
        var target = new DeliveryTarget.Webhook(
            complaints.Try(() => webhook.Parsed("url", UrlOf)), complaints.Try(() => ReadKeyFile(webhook, folder)));
        webhook.Done(complaints.Add);
        return target;
    }

    private static string ReadKeyFile(YamlMap webhook, string folder)
    {
        var file = Path.GetFullPath(Path.Combine(folder, webhook.Text("keyFile")));
        try
        {
            WebhookKey.Read(file);
            return file;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw webhook.Complaint("keyFile", $"the secret in {file} cannot be used. {e.Message}");
        }
    }

    private static ImmutableArray<T> Each<T>(YamlMap entry, string key, FrozenDictionary<string, T> words)
    {
        var each = entry.ParsedEach(key, text => words.TryGetValue(text, out var value)
            ? value
            : throw new FormatException(
                $"'{text}' is not known: use one of {string.Join(", ", words.Keys.Order(StringComparer.Ordinal))}."));
        return each.Count == 0 ? throw entry.Complaint(key, "is empty: list at least one.")
            : each.Distinct().Count() < each.Count ? throw entry.Complaint(key, "lists one twice: leave it out.")
            : [.. each];
    }

    private static string IdOf(string text) => IdText.IsValid(text)
        ? text
        : throw new FormatException($"'{text}' cannot name a delivery: use a-z, 0-9 and '-'.");

    private static YearMonth? MonthOf(string text) => MonthReport.Parse(text)
        ?? throw new FormatException($"'{text}' is no month: write one such as 2026-03.");

    private static Uri UrlOf(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            ? throw new FormatException($"'{text}' is no address: write one such as https://city.example/reports.")
        : url.UserInfo.Length > 0
            ? throw new FormatException(
                "holds a name or password: leave them out, who sends is shown by the signature of keyFile.")
        : url;
}
