using System.Text;
using Jingu.Aggregator.Persistence.Readings.Influx;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

/// <summary>What whoever carries lines to an InfluxDB promises.</summary>
public abstract class LineWriterContract : IAsyncLifetime
{
    private const string Lines =
        "reading,meter=m-1 quality=1i,power=-1.5 1488297600000\nreading,meter=m-2 quality=6i 1\n";

    private readonly InfluxDoor _door = InfluxDoor.Open(null);
    private ILineWriter? _writer;

    /// <summary>Path of the write endpoint, and how it names the database.</summary>
    private protected abstract (string Path, string Database) Endpoint { get; }

    private ILineWriter Writer => _writer!;

    public Task InitializeAsync()
    {
        _writer = NewWriter(new(_door.Url, "campus"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        Writer.Dispose();
        await _door.DisposeAsync();
    }

    [Fact]
    public async Task Lines_arrive_unchanged_in_milliseconds_at_the_database_named()
    {
        _door.Answer = (204, "");

        Assert.Equal(204, (await WriteAsync()).Status);

        var (address, body) = Assert.Single(_door.Writes);
        Assert.Equal(Lines.TrimEnd('\n'), body.TrimEnd('\n'));
        Assert.StartsWith(Endpoint.Path, address, StringComparison.Ordinal);
        Assert.Contains($"{Endpoint.Database}=campus", address, StringComparison.Ordinal);
        Assert.Contains("precision=ms", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task The_servers_answer_comes_back_with_what_it_said_and_is_not_asked_for_twice(int status)
    {
        _door.Answer = (status, """{"code":"x","message":"field type conflict","error":"field type conflict"}""");

        var answer = await WriteAsync();

        Assert.Equal(status, answer.Status);
        Assert.Contains("field type conflict", answer.Detail, StringComparison.Ordinal);
        Assert.Single(_door.Writes);
    }

    [Fact]
    public async Task Nobody_there_is_an_answer_too()
    {
        using var lost = NewWriter(new(new("http://127.0.0.1:9"), "campus"));

        var answer = await lost.WriteAsync(Encoding.UTF8.GetBytes(Lines), default);

        Assert.Equal(0, answer.Status);
        Assert.NotEmpty(answer.Detail);
    }

    [Fact]
    public async Task A_stopped_write_ends_as_stopped()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines), stopped.Token));
    }

    private protected abstract ILineWriter NewWriter(InfluxAddress address);

    private Task<LineAnswer> WriteAsync() => Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines), default);
}
