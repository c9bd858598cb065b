namespace Jingu.Modbus;

/// <summary>What is asked of a meter, and how patiently.</summary>
/// <param name="CountersOnly">Instantaneous values are left out: they are null in the answer.</param>
/// <param name="AnswerMax">How long each answer may take, where that is shorter than usual; machine time.</param>
/// <param name="KeepRegisters">The answer holds the registers as the device sent them: for a person, not for
/// polls.</param>
public readonly record struct ReadTerms(
    bool CountersOnly = false, TimeSpan? AnswerMax = null, bool KeepRegisters = false);
