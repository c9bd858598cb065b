using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Jingu.Yaml;
using Spectre.Console;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge read METER</c>: all its quantities with units and raw registers, once or again and again. Where a
/// running gateway has the line, what the gateway read last.
/// </summary>
internal static class ReadCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly ImmutableArray<string> Headers = ["quantity", "value", "unit", "registers"];

    public static Command Create()
    {
        var meter = new Argument<string>("METER") { Description = "The meter's id in commissioning.yaml." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var watch = new Option<bool>("--watch") { Description = "Again every second, until Ctrl-C." };
        var command = new Command(
            "read", "Read one meter and show all its quantities, with units and raw registers.")
        {
            meter, config, watch, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            var plan = CommissioningFile.Read(options.CommissioningFile);
            var asked = Find(plan, options, parsed.GetValue(meter)!);
            var site = new RunningSiteTime(MachineTime.OfThisMachine);
            await using var asking = new MeterAsking(plan, options, site, MachineTime.OfThisMachine);
            var looking = new Looking(options, asked, new Commissioned(plan), asking, site);
            return parsed.GetValue(watch)
                ? await WatchAsync(looking, parsed.GetValue(json), stop)
                : await ShowAsync(await looking.LookAsync(stop), parsed.GetValue(json));
        });
        return command;
    }

    private static MeterPlan Find(CommissioningPlan plan, GatewayOptions options, string id) =>
        plan.Meters.FirstOrDefault(meter => meter.Id.Value == id)
        ?? throw new ConfigurationException(
            options.CommissioningFile,
            $"has no meter '{id}': use one of {string.Join(", ", plan.Meters.Select(meter => meter.Id.Value))}.");

    private static async Task<int> ShowAsync(Look look, bool asJson)
    {
        if (asJson)
        {
            await Screen.JsonAsync(ToJson(look));
        }
        else
        {
            await Console.Error.WriteLineAsync(look.Text);
            if (!look.Rows.IsEmpty)
                await Screen.TableAsync(Headers, look.Rows.Select(row => row.Cells));
        }
        return look.Rows.IsEmpty ? ExitCodes.CheckFailed : ExitCodes.Good;
    }

    private static async Task<int> WatchAsync(Looking looking, bool asJson, CancellationToken stop)
    {
        if (asJson || !Screen.IsTerminal)
        {
            while (true)
            {
                await ShowAsync(await looking.LookAsync(stop), asJson);
                await Task.Delay(Every, MachineTime.OfThisMachine, stop);
            }
        }
        return await AnsiConsole.Live(new Text("")).StartAsync<int>(async live =>
        {
            while (true)
            {
                var look = await looking.LookAsync(stop);
                live.UpdateTarget(new Rows(
                    new Text(look.Text), Screen.ToTable(Headers, look.Rows.Select(row => row.Cells))));
                await Task.Delay(Every, MachineTime.OfThisMachine, stop);
            }
        });
    }

    private static JsonObject ToJson(Look look) => new()
    {
        ["meter"] = look.Meter,
        ["at"] = look.At?.ToString("O"),
        ["from"] = look.FromFile ? "gateway" : "meter",
        ["fault"] = look.Rows.IsEmpty ? look.Text : null,
        ["values"] = new JsonArray([.. look.Rows.Select(JsonNode (row) => new JsonObject
        {
            ["quantity"] = row.Quantity,
            ["value"] = row.Value,
            ["unit"] = row.Unit,
            ["registers"] = row.Registers.Length == 0 ? null : row.Registers,
        })]),
    };

    /// <summary>One look at a meter.</summary>
    private sealed record Look(
        string Meter, DateTimeOffset? At, bool FromFile, string Text, ImmutableArray<Row> Rows);

    private sealed record Row(string Quantity, double? Value, string Text, string Unit, string Registers)
    {
        public IReadOnlyList<string> Cells => [Quantity, Text, Unit, Registers];
    }

    private sealed class Looking(
        GatewayOptions options, MeterPlan meter, Commissioned commissioned, MeterAsking asking, SiteTime site)
    {
        public async Task<Look> LookAsync(CancellationToken stop)
        {
            if (asking.IsTaken(meter))
                return FromFile();
            var (reading, fault) = await asking.AskAsync(meter, stop);
            return reading is not null
                ? new(meter.Id.Value, reading.At, false, $"{meter.Id} at {Instant(reading.At)}", Rows(reading))
                : new(meter.Id.Value, null, false, $"{meter.Id} gives no reading: {fault}.", []);
        }

        private Look FromFile()
        {
            var whose = $"{meter.Port} belongs to a running gateway";
            using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
            var known = StoredReadings.Read(journal).Meters.GetValueOrDefault(meter.Id);
            if (known is not { Measured: [var (sample, layout), ..] } || layout.Length != meter.Profile.Layout.Length)
                return new(meter.Id.Value, null, true, $"{whose}, which has no reading of {meter.Id} yet.", []);
            var age = (site.GetUtcNow() - sample.Instant).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return new(
                meter.Id.Value, sample.Instant, true,
                $"{whose}; it read {meter.Id} at {Instant(sample.Instant)}, {age} s ago. Raw registers are not kept.",
                Rows(new(sample.Instant, sample.Values, [])));
        }

        private ImmutableArray<Row> Rows(MeterReading reading) =>
            [.. commissioned.Layouts[commissioned.IndexOf[meter.Id]].Select((scaling, i) => new Row(
                Quantities.NameOf(scaling.Quantity),
                reading.Counts[i] is { } count ? double.Parse(
                    ValueText.Number(scaling, count), CultureInfo.InvariantCulture) : null,
                reading.Counts[i] is { } shown ? ValueText.Number(scaling, shown) : "not available",
                ValueText.UnitOf(scaling.Quantity),
                reading.Registers.IsEmpty
                    ? ""
                    : string.Join(' ', reading.Registers[i].Select(
                        register => register.ToString("X4", CultureInfo.InvariantCulture)))))];

        private static string Instant(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
    }
}
