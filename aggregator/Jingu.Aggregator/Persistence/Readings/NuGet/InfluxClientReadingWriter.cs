using System.Text;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;
using Jingu.Aggregator.Persistence.Readings.Influx;

namespace Jingu.Aggregator.Persistence.Readings.NuGet;

/// <summary>
/// Writes by InfluxDB.Client 5.1.0, which posts to <c>/api/v2/write</c>: 1.8 and later. Maps and decides nothing: the
/// lines are the same ones that the other writer sends, and the time limit comes with the stopping token.
/// </summary>
internal sealed class InfluxClientReadingWriter : ILineWriter
{
    /// <summary>Beyond the limit of <see cref="LineDelivery"/>, so that that one decides.</summary>
    private static readonly TimeSpan TimeoutUnused = LineDelivery.AnswerMax * 2;

    private readonly InfluxDBClient _client;
    private readonly WriteApiAsync _writes;
    private readonly string _bucket;
    private readonly string _organisation;

    public InfluxClientReadingWriter(InfluxAddress address, InfluxVersion version)
    {
        var options = new InfluxDBClientOptions(address.Root + address.Configured.Query) { Timeout = TimeoutUnused };
        if (options.Token is null && address.Configured.UserInfo.Length > 0)
            options.Token = TokenOf(Uri.UnescapeDataString(address.Configured.UserInfo), version);
        _organisation = options.Org ?? "-";
        _bucket = options.Bucket ?? address.Database;
        _client = new(options);
        _writes = _client.GetWriteApiAsync();
        Description = $"InfluxDB.Client {typeof(InfluxDBClient).Assembly.GetName().Version?.ToString(3)}";
    }

    public string Description { get; }

    public async Task<LineAnswer> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken stop)
    {
        try
        {
            await _writes.WriteRecordAsync(
                Encoding.UTF8.GetString(lines.Span), WritePrecision.Ms, _bucket, _organisation, stop);
            return new(204, "");
        }
        catch (HttpException fault)
        {
            stop.ThrowIfCancellationRequested();
            return new(fault.Status, fault.Message);
        }
        catch (HttpRequestException fault)
        {
            return new(0, fault.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// 1.8 takes <c>user:password</c> as its token; from 2.x on the password in the address is the token.
    /// </summary>
    private static string TokenOf(string credentials, InfluxVersion version) =>
        version.Text.TrimStart('v').StartsWith("1.", StringComparison.Ordinal)
            ? credentials
            : credentials[(credentials.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
