using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;

namespace Jingu.Aggregator.Configuration;

/// <summary>The site as last loaded. Replaced whole or not at all; safe from any thread.</summary>
internal sealed class CurrentSite(AggregatorSettings settings, Site first)
{
    private volatile Site _site = first;

    public Site Site => _site;

    /// <summary>
    /// Loads the site's file again; empty when it was taken over, else everything that is wrong with it.
    /// </summary>
    public ImmutableArray<string> Reload()
    {
        switch (SiteFile.Load(settings.SiteFile, settings.Keys.Keys.ToHashSet()))
        {
            case Loaded<Site>.Failed failed:
                return failed.Complaints;
            case Loaded<Site>.Ok ok when ok.Value.Id != _site.Id:
                return [
                    $"{settings.SiteFile}: site: another site than {_site.Id} needs a restart: "
                        + "stop and start jingu-aggregator."];
            case Loaded<Site>.Ok ok:
                _site = ok.Value;
                return [];
            default:
                throw new InvalidOperationException();
        }
    }
}
