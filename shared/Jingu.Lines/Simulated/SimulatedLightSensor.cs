using Jingu.Lines.I2c;

namespace Jingu.Lines.Simulated;

/// <summary>
/// The simulator's side of a BH1750: it gives the two bytes of the part, and the gateway makes lx of them. Safe from
/// any thread.
/// </summary>
public sealed class SimulatedLightSensor(I2cAddress address)
{
    private readonly Lock _gate = new();
    private double _lux;
    private bool _isUnplugged;

    public I2cAddress Address => address;

    /// <summary>Called before it is measured: brings light that follows a clock up to the present.</summary>
    public Action? BeforeAnswer { get; init; }

    /// <summary>The light that falls on it, lx.</summary>
    public double Lux
    {
        get
        {
            lock (_gate)
                return _lux;
        }
        set
        {
            lock (_gate)
                _lux = value;
        }
    }

    /// <summary>While it is, it answers nothing.</summary>
    public bool IsUnplugged
    {
        get
        {
            lock (_gate)
                return _isUnplugged;
        }
        set
        {
            lock (_gate)
                _isUnplugged = value;
        }
    }

    /// <summary>Its two bytes; null: it does not answer.</summary>
    internal ushort? Measure()
    {
        BeforeAnswer?.Invoke();
        lock (_gate)
            return _isUnplugged ? null : Bh1750.CountsOf(_lux);
    }
}
