namespace Jingu.Aggregator.Reporting.Indicators;

/// <summary>Why a figure is not known, or not ranked. Immutable.</summary>
/// <param name="Of">The month, factor or number that it is about; empty where there is none.</param>
internal sealed record Unknown(UnknownKind Kind, string Of = "")
{
    /// <summary>As the API says it.</summary>
    public string Sentence => Kind switch
    {
        UnknownKind.NoDayOver => "No day of it is over.",
        UnknownKind.NothingMeasured => $"Nothing is known of {Of}.",
        UnknownKind.NoFactor => $"No factor of {Of} holds in every month: import it into coefficients.",
        UnknownKind.NoUsers => "No users are known.",
        UnknownKind.NoFloor => "No floor area is known.",
        UnknownKind.TooLittleMeasured => $"Only {Of} thousandths of the intervals that are due were measured.",
        UnknownKind.NoHours => "No hours of use are known: import them into use-hours.",
        UnknownKind.NotEnergy => "The formula corrects energy, not water.",
        UnknownKind.NotOver => "It is not over.",
        UnknownKind.ZeroBefore => "It was 0 before.",
        _ => throw new InvalidOperationException(),
    };
}

internal enum UnknownKind
{
    NoDayOver,
    NothingMeasured,
    NoFactor,
    NoUsers,
    NoFloor,
    TooLittleMeasured,
    NoHours,
    NotEnergy,
    NotOver,
    ZeroBefore,
}
