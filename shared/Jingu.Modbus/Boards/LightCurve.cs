namespace Jingu.Modbus.Boards;

/// <summary>How much light a level gives. Pure.</summary>
/// <param name="Full">The level of full light; 0 is off.</param>
public abstract record LightCurve(int Full)
{
    /// <summary>Full light, in thousandths.</summary>
    public const int Whole = 1000;

    /// <summary>
    /// Thousandths of full light that a level gives: 0 for level 0, at least 1 for every other. Throws where there is
    /// no such level.
    /// </summary>
    public int LightOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Full);
        return level == 0 ? 0 : int.Max(1, Thousandths(level));
    }

    /// <summary>The highest level that gives no more than this much light, and is not off.</summary>
    /// <param name="percent">Percent of full light, 1 to 100.</param>
    public int LevelFor(int percent)
    {
        var level = Full;
        while (level > 1 && LightOf(level) > percent * (Whole / 100))
            level--;
        return level;
    }

    /// <summary>The lowest level that gives at least this much light.</summary>
    /// <param name="percent">Percent of full light, 1 to 100.</param>
    public int LowestFor(int percent)
    {
        var level = Full;
        while (level > 1 && LightOf(level - 1) >= percent * (Whole / 100))
            level--;
        return level;
    }

    /// <summary>The lowest level that gives at least this much light, or full light where none does.</summary>
    /// <param name="light">Thousandths of full light, 1 or more.</param>
    public int LevelOfLight(int light)
    {
        var (low, high) = (1, Full);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (LightOf(middle) >= light)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    protected abstract int Thousandths(int level);

    /// <summary>
    /// DALI's logarithmic curve (IEC 62386-102): level n of 1 to 254 gives 10^((n - 1) / (253 / 3) - 1) percent of full
    /// light, so that 1 is 0.1 %, 170 is 10 %, 229 is 50 % and 254 is 100 %.
    /// </summary>
    public sealed record Dali() : LightCurve(254)
    {
        protected override int Thousandths(int level) =>
            (int)Math.Round(Math.Pow(10, ((level - 1) / (253 / 3.0)) - 1) * (Whole / 100));
    }

    /// <summary>Light in proportion to the level: an input of 0 to 10 V as most drivers take it.</summary>
    public sealed record Linear(int Full) : LightCurve(Full)
    {
        protected override int Thousandths(int level) => (int)((long)level * Whole / Full);
    }
}
