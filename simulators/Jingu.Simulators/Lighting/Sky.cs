using Jingu.Simulators.Loads;
using Jingu.Time.Sun;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// Daylight outdoors over Zhoushan: the sun's height of the instant, clouds by the seed. The illuminances are the usual
/// curves for a clear and an overcast sky (Krochmann; IES), from memory of the literature and good for a shape only.
/// </summary>
internal sealed class Sky(ulong seed)
{
    public static readonly Coordinates Zhoushan = new(30.0, 122.2);

    /// <summary>What of the sun's own light comes in past the blinds, as light that is everywhere.</summary>
    private const double PastTheBlinds = 0.15;

    private readonly Noise _clouds = Noise.Of(seed, "clouds");

    /// <summary>What a window sees, lx on the horizontal, without obstruction.</summary>
    public double LuxAt(DateTimeOffset at)
    {
        var sine = Math.Sin(SunPosition.At(Zhoushan, at).Elevation * Math.PI / 180);
        if (sine <= 0)
            return 0;
        var clear = 1_100 + (15_500 * Math.Sqrt(sine)) + (PastTheBlinds * 127_500 * Math.Exp(-0.21 / sine) * sine);
        var overcast = 300 + (21_000 * sine);
        var cover = CoverAt(at);
        // Dusk: both curves begin with a step that the twilight smooths.
        return double.Min(1, sine / 0.05) * ((cover * overcast) + ((1 - cover) * clear));
    }

    /// <summary>0 clear to 1 overcast: weather of half a day, clouds that pass in four minutes.</summary>
    private double CoverAt(DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var weather = _clouds.Smooth(seconds / 43_200.0);
        var passing = _clouds.Smooth(1e6 + (seconds / 240.0));
        return double.Clamp((1.4 * weather) - 0.2 + (0.6 * (passing - 0.5)), 0, 1);
    }
}
