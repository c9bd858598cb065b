namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>
/// What electricity is used for (分项): the four items of MoHURD's technical guidelines for sub-item metering of
/// State-organ office buildings and large public buildings (建科 2007-245, June 2008). What cannot be split from
/// lighting and sockets counts as those.
/// </summary>
internal enum SubItem
{
    /// <summary>Lighting and sockets, computers included; item 01A00.</summary>
    LightingSockets,

    /// <summary>Chillers, their pumps and towers, heating pumps, air handling; item 01B00.</summary>
    AirConditioning,

    /// <summary>Lifts, pumps, fans; item 01C00.</summary>
    Power,

    /// <summary>Data room, kitchen, laundry and the like; item 01D00.</summary>
    Special,
}
