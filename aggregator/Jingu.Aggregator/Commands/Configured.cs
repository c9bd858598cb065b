using Jingu.Aggregator.Configuration;

namespace Jingu.Aggregator.Commands;

/// <summary>Both configuration files, read whole.</summary>
internal sealed record Configured(AggregatorSettings Settings, CurrentSite Site)
{
    /// <summary>Loads both; prints everything that is wrong, one a line, and returns null when anything is.</summary>
    public static Configured? LoadOrComplain(string file)
    {
        if (ValueOf(AggregatorFile.Load(file)) is not { } settings)
            return null;
        var site = ValueOf(SiteFile.Load(settings.SiteFile, settings.Keys.Keys.ToHashSet()));
        return site is null ? null : new(settings, new CurrentSite(settings, site));
    }

    private static T? ValueOf<T>(Loaded<T> loaded)
        where T : class
    {
        if (loaded is Loaded<T>.Ok ok)
            return ok.Value;
        foreach (var complaint in ((Loaded<T>.Failed)loaded).Complaints)
            Console.Error.WriteLine(complaint);
        return null;
    }
}
