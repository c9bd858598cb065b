using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary><c>jingu-edge journal</c>: what is in the journal, or in an envelope that somebody captured.</summary>
internal static class JournalCommand
{
    /// <summary>Entries that an export holds in memory at once.</summary>
    private const int ExportEntries = 100;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description = "The gateway's file: shows its journal.",
            HelpName = "FILE",
        };
        var json = CommonOptions.Json();
        var export = new Option<string?>("--export")
        {
            Description = "Write a stream's entries as JSON, one on each line: intervals, events or samples.",
            HelpName = "STREAM",
        };
        var from = new Option<long>("--from")
        {
            Description = "The first sequence to export.",
            HelpName = "SEQUENCE",
            DefaultValueFactory = _ => 1,
        };
        var decode = new Option<string?>("--decode")
        {
            Description = "An envelope as captured from MQTT ('-': standard input).",
            HelpName = "FILE",
        };
        var key = new Option<string?>("--key")
        {
            Description = "The gateway's key file, to check the envelope's tag.",
            HelpName = "FILE",
        };
        var command = new Command(
            "journal", "Show what the journal holds, export a stream, or show what an envelope says.")
        {
            config, json, export, from, decode, key,
        };
        command.SetAction(
            async (parsed, stop) => (parsed.GetValue(config), parsed.GetValue(decode), parsed.GetValue(key)) switch
        {
            ({ } file, null, null) when parsed.GetValue(export) is { } stream =>
                await ExportAsync(file, stream, parsed.GetValue(from), stop),
            ({ } file, null, null) => await ShowAsync(file, parsed.GetValue(json)),
            (null, { } envelope, { } keyFile) => await DecodeAsync(envelope, keyFile, stop),
            _ => throw new ConfigurationException("journal", "give --config FILE, or --decode FILE with --key FILE."),
        });
        return command;
    }

    private static async Task<int> ShowAsync(string config, bool asJson)
    {
        var options = GatewayFile.Read(config);
        using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
        var status = journal.Status();
        if (asJson)
        {
            var streams = new JsonObject();
            foreach (var stream in status)
                streams[Topics.NameOf(stream.Stream)] = ToJson(stream);
            var answer = new JsonObject
            {
                ["gateway"] = options.Gateway.Value,
                ["journal"] = journal.Id.ToString(),
                ["streams"] = streams,
                ["redelivered"] = status.Sum(stream => stream.SentAgain),
            };
            await Console.Out.WriteLineAsync(answer.ToJsonString());
            return ExitCodes.Good;
        }
        await Console.Out.WriteLineAsync($"{options.Gateway}, journal {journal.Id}");
        await Console.Out.WriteLineAsync(
            $"{"stream",-10}{"last",12}{"items",12}{"stored",12}{"parked",9}{"refused",9}{"backlog",9}");
        foreach (var s in status)
        {
            await Console.Out.WriteLineAsync(
                $"{Topics.NameOf(s.Stream),-10}{s.LastSequence,12}{s.Made,12}{s.Acknowledged,12}"
                + $"{s.Parked,9}{s.Refused,9}{s.Backlog,9}");
        }
        return ExitCodes.Good;
    }

    private static JsonObject ToJson(StreamStatus status) => new()
    {
        ["lastSequence"] = status.LastSequence,
        ["made"] = status.Made,
        ["missing"] = status.Missing,
        ["acknowledged"] = status.Acknowledged,
        ["parked"] = status.Parked,
        ["refused"] = status.Refused,
        ["backlog"] = status.Backlog,
    };

    /// <summary>What was pruned is not there any more: the export goes on at the next entry that is.</summary>
    private static async Task<int> ExportAsync(string config, string name, long from, CancellationToken stop)
    {
        var known = Enum.GetValues<JournalStream>().Where(each => Topics.NameOf(each) == name).ToList();
        var stream = known is [var found]
            ? found
            : throw new ConfigurationException("--export", $"'{name}' is no stream: use intervals, events or samples.");
        var options = GatewayFile.Read(config);
        using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
        while (journal.FirstKept(stream, from) is { } first)
        {
            stop.ThrowIfCancellationRequested();
            var batch = journal.Read(stream, first, long.MaxValue, ExportEntries, int.MaxValue);
            var content = BatchCodec.Encode(batch.Catalogues, batch.Entries);
            foreach (var entry in EnvelopeText.Batch(content, first))
                await Console.Out.WriteLineAsync(entry!.ToJsonString());
            from = first + batch.Entries.Length;
        }
        return ExitCodes.Good;
    }

    private static async Task<int> DecodeAsync(string file, string keyFile, CancellationToken stop)
    {
        var key = GatewayKey.Parse(await File.ReadAllTextAsync(keyFile, stop));
        switch (Envelope.Open(await ReadAsync(file, stop), (_, _, name) => name == key.Name ? key : null))
        {
            case EnvelopeResult.Opened opened:
                await Console.Out.WriteLineAsync(EnvelopeText.Of(opened).ToJsonString(Indented));
                return ExitCodes.Good;
            case EnvelopeResult.Unknown unknown:
                await Console.Error.WriteLineAsync($"{file}: authentic, but {unknown.Why}: use a newer jingu-edge.");
                return ExitCodes.CheckFailed;
            case EnvelopeResult.Refused refused:
                await Console.Error.WriteLineAsync($"{file}: {refused.Why}.");
                return ExitCodes.CheckFailed;
            default:
                throw new InvalidOperationException("an envelope is opened, unknown or refused");
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken stop)
    {
        if (file != "-")
        {
            return File.Exists(file)
                ? await File.ReadAllBytesAsync(file, stop)
                : throw new ConfigurationException(
                    file, "does not exist: capture one with mosquitto_sub -C 1 -N > FILE.");
        }
        using var bytes = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }
}
