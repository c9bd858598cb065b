using System.Collections.Immutable;
using Jingu.Lines;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Commissioning;

/// <summary>A commissioned device with outputs that switch, and inputs that sense.</summary>
internal abstract record BoardPlan(string Id)
{
    /// <summary>How many outputs it has, numbered from 1 as printed on it.</summary>
    public abstract int Outputs { get; }

    /// <summary>How many inputs it has, numbered from 1.</summary>
    public abstract int Inputs { get; }

    /// <summary>A relay board, or a meter with a valve, behind a Modbus port.</summary>
    /// <param name="UnitIdentifier">1 to 247.</param>
    internal sealed record Modbus(string Id, string Port, byte UnitIdentifier, BoardProfile Profile) : BoardPlan(Id)
    {
        public override int Outputs => Profile.Outputs.Count;

        public override int Inputs => Profile.Inputs;
    }

    /// <summary>Lines of this machine.</summary>
    /// <param name="Simulator">Where a simulator serves them, as host and port; null: the machine's own.</param>
    internal sealed record Gpio(
        string Id, ImmutableArray<(LineAddress Line, ActiveLevel Active)> OutputLines,
        ImmutableArray<InputSettings> InputLines, (string Host, int Port)? Simulator) : BoardPlan(Id)
    {
        public override int Outputs => OutputLines.Length;

        public override int Inputs => InputLines.Length;
    }
}
