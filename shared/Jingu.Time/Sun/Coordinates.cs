namespace Jingu.Time.Sun;

/// <summary>A place on earth, WGS 84.</summary>
public readonly record struct Coordinates
{
    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for what is no place.</summary>
    /// <param name="latitude">Degrees, north positive, -90 to 90.</param>
    /// <param name="longitude">Degrees, east positive, -180 to 180.</param>
    public Coordinates(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Degrees from -90 to 90.");
        if (longitude is not (>= -180 and <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Degrees from -180 to 180.");
        (Latitude, Longitude) = (latitude, longitude);
    }

    /// <summary>Degrees, north positive.</summary>
    public double Latitude { get; }

    /// <summary>Degrees, east positive.</summary>
    public double Longitude { get; }
}
