namespace Jingu.Modbus;

/// <summary>Why a meter gave no reading.</summary>
/// <param name="Detail">For a person: what was wrong, in words of what the meter speaks.</param>
public sealed record MeterReadFault(MeterFaultKind Kind, string Detail)
{
    public override string ToString() => Kind switch
    {
        MeterFaultKind.Silent => $"no answer in time{(Detail.Length > 0 ? $": {Detail}" : "")}",
        MeterFaultKind.Refused => $"refused: {Detail}",
        MeterFaultKind.Damaged => $"unusable answer: {Detail}",
        MeterFaultKind.LinkLost => $"no link: {Detail}",
        _ => Detail,
    };
}

/// <summary>What who polls must tell apart: asking a silent meter again costs another time-out.</summary>
public enum MeterFaultKind
{
    /// <summary>No whole answer within the time allowed.</summary>
    Silent = 1,

    /// <summary>The meter answered that it does not give this.</summary>
    Refused = 2,

    /// <summary>An answer that is none: wrong check sum, address, length or content. Nothing of it is used.</summary>
    Damaged = 3,

    /// <summary>The way to the meter could not be opened, or broke. It is opened again with the next reading.</summary>
    LinkLost = 4,
}
