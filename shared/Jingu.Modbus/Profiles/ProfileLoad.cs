namespace Jingu.Modbus.Profiles;

/// <summary>What came of reading a profile.</summary>
public abstract record ProfileLoad
{
    private ProfileLoad()
    {
    }

    public sealed record Loaded(DeviceProfile Profile) : ProfileLoad;

    /// <summary>A sentence that names file, line and key, and says what belongs there.</summary>
    public sealed record Rejected(string Sentence) : ProfileLoad;
}
