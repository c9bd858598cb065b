using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;

namespace Jingu.Edge.Control.Curtailing;

/// <summary>How far a curtailment has come. Numbers are stored.</summary>
internal enum CurtailmentState
{
    /// <summary>A command was taken; nothing was written.</summary>
    Decided = 1,

    /// <summary>Something may have been written; nobody has seen it.</summary>
    Attempted = 2,

    /// <summary>The inverter shows the limit.</summary>
    Stands = 3,

    /// <summary>Its effect was measured, and the command answered.</summary>
    Measured = 4,
}

/// <summary>What one inverter is told, by one command, until an instant. A durable row; immutable.</summary>
/// <param name="Point">At which its generation is measured.</param>
/// <param name="Command">The id of the command.</param>
/// <param name="Tenths">Tenths of a percent of its rated power.</param>
/// <param name="Until">Site time, UTC: then it is lifted.</param>
internal sealed record Curtailment(
    PointId Point, string Command, int Tenths, DateTimeOffset Until, CurtailmentState State)
{
    /// <summary>A limit of an earlier command that may still stand; null: there is none.</summary>
    public int? Before { get; init; }

    /// <summary>AC power before the first write, W; null: not known.</summary>
    public double? Watts { get; init; }

    /// <summary>When the inverter first showed the limit, site time; null: not yet.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>True where a limit of this gateway may stand in the inverter.</summary>
    public bool MayStand => State != CurtailmentState.Decided || Before is not null;

    public static Curtailment Of(string command, CommandAction.Curtail action) => new(
        new(action.Point), command, action.Tenths, action.Until, CurtailmentState.Decided);

    /// <summary>The same after another: a limit that the other may have left there is known as ours.</summary>
    public Curtailment InPlaceOf(Curtailment? other) => other is null
        ? this
        : this with { Before = other.State == CurtailmentState.Decided ? other.Before : other.Tenths };

    /// <summary>True for a limit that nobody but this gateway has set.</summary>
    public bool IsOurs(int tenths) =>
        tenths == Before || (State != CurtailmentState.Decided && tenths == Tenths);

    /// <summary>An event about it.</summary>
    public GatewayEvent ToEvent(string kind, DateTimeOffset at, string text) => new(
        kind, at, Point.Value, text,
        ImmutableSortedDictionary<string, string>.Empty
            .Add("command", Command)
            .Add("tenths", Tenths.ToString(CultureInfo.InvariantCulture))
            .Add("until", Until.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>How it stands, for a person.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"{Point}: {Limit} until {Until:u}, ") + (
        State switch
        {
            CurtailmentState.Decided => "not written yet.",
            CurtailmentState.Attempted => "written, and not read back yet.",
            CurtailmentState.Stands => "read back; its effect is being measured.",
            _ => "read back and measured.",
        });

    /// <summary>The limit as a person reads it, such as <c>60 %</c>.</summary>
    public string Limit => string.Create(CultureInfo.InvariantCulture, $"{Tenths / 10m:0.#} %");
}
