using System.Globalization;

namespace Jingu.Modbus.Boards;

/// <summary>
/// What a model of a relay board, or a meter with a valve of its own, can switch and sense, as its maker's documents
/// say. Numbers of outputs and inputs are those printed on it, from 1. Immutable.
/// </summary>
/// <param name="Name">The name in commissioning files, such as <c>waveshare-relay-8ch</c>.</param>
/// <param name="Device">The device it is a part of; meters of one device may share its address.</param>
/// <param name="Source">Where the facts come from.</param>
public sealed record BoardProfile(
    string Name, string Device, string Vendor, string Model, string Source, BoardOutputs Outputs)
{
    /// <summary>The first discrete input, wire address (function 2).</summary>
    public ushort FirstInput { get; init; }

    /// <summary>How many discrete inputs; 0 where it has none.</summary>
    public int Inputs { get; init; }

    /// <summary>Where it tells what it does at power-up and when its bus falls silent; null: it does not.</summary>
    public BoardBehaviour? Behaviour { get; init; }
}

/// <summary>How outputs are set and read back.</summary>
/// <param name="Count">How many, numbered from 1.</param>
public abstract record BoardOutputs(int Count)
{
    /// <summary>One coil each (functions 1 and 5), one after the other.</summary>
    public sealed record Coils(ushort First, int Count) : BoardOutputs(Count);

    /// <summary>
    /// One valve behind a register that takes one word to open and another to close (function 6), and shows how it
    /// stands as bits (function 3). Set means closed.
    /// </summary>
    /// <param name="Abnormal">The bit that says the valve stands where it was not told to.</param>
    public sealed record Valve(ushort Register, ushort Open, ushort Closed, ushort Abnormal) : BoardOutputs(1);

    /// <summary>
    /// Set points of a machine instead of outputs: holding registers that the site declares, each written by function 6
    /// and read by function 3.
    /// </summary>
    public sealed record SetPoints() : BoardOutputs(0);

    /// <summary>
    /// Lamps with levels instead of outputs that switch: one holding register each, written by function 6 and read by
    /// function 3. Level 0 is off.
    /// </summary>
    /// <param name="Single">Lamps by their own address.</param>
    /// <param name="Groups">Lamps that are moved together; null: it has none.</param>
    /// <param name="Curve">How much light a level gives, and which one is full light.</param>
    public sealed record Lamps(LampBlock Single, LampBlock? Groups, LightCurve Curve) : BoardOutputs(0)
    {
        /// <summary>What stays quiet between an answer and the next request; machine time.</summary>
        public TimeSpan Guard { get; init; }

        /// <summary>How long it may take to answer; less on its port would lose answers.</summary>
        public TimeSpan AnswerMax { get; init; }

        /// <summary>The block that an address lies in; throws where it lies in none.</summary>
        public LampBlock BlockOf(LampAddress address) =>
            (address.IsGroup ? Groups : Single) is { } block && block.Holds(address.Number)
                ? block
                : throw new ArgumentOutOfRangeException(nameof(address), address, "The device has no such lamp.");
    }
}

/// <summary>Registers of lamps that follow one another.</summary>
/// <param name="First">The number of the first one, as its maker counts.</param>
/// <param name="Count">How many.</param>
/// <param name="Write">Where the first one's level is written.</param>
/// <param name="Read">Where it is read: often only what was written last.</param>
/// <param name="Status">Where the first one tells of failures; null: it does not.</param>
public sealed record LampBlock(int First, int Count, ushort Write, ushort Read, ushort? Status)
{
    public bool Holds(int number) => number >= First && number < First + Count;

    public ushort ReadOf(int number) => (ushort)(Read + number - First);

    public ushort WriteOf(int number) => (ushort)(Write + number - First);

    public ushort? StatusOf(int number) => Status is { } status ? (ushort)(status + number - First) : null;
}

/// <summary>A lamp, or a group that is moved as one. An address of all lamps does not exist.</summary>
public readonly record struct LampAddress(bool IsGroup, int Number)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsGroup ? "group" : "lamp")} {Number}");
}

/// <summary>Holding registers (function 3) in which a board tells how it behaves.</summary>
/// <param name="RestoresLast">1: at power-up outputs go where they were; 0: to their safe state.</param>
/// <param name="SilentAfter">Seconds without a request after which its bus counts as lost.</param>
/// <param name="FirstSafeState">Of the first output, the others follow: 1 set, 0 released.</param>
/// <param name="FirstActsOnLoss">Of the first output: 1: at bus loss it goes to its safe state; 0: it stays.</param>
public sealed record BoardBehaviour(
    ushort RestoresLast, ushort SilentAfter, ushort FirstSafeState, ushort FirstActsOnLoss);
