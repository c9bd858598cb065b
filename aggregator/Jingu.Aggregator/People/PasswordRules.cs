namespace Jingu.Aggregator.People;

/// <summary>
/// Which passwords are taken: long ones, of any characters. What must be mixed in is not prescribed (NIST SP 800-63B,
/// 3.1.1.2). Pure.
/// </summary>
internal static class PasswordRules
{
    public const int LengthMin = 12;
    public const int LengthMax = 128;
    private const int DifferentMin = 6;

    /// <summary>Why a password is not taken, as a sentence; null when it is.</summary>
    public static string? Complaint(string name, string password) =>
        password.Length is < LengthMin or > LengthMax
            ? $"A password has {LengthMin} to {LengthMax} characters: a few words that belong to nothing are good."
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length >= DifferentMin / 2
            ? "A password does not contain the name of its person: choose another."
        : password.Distinct().Count() < DifferentMin
            ? $"A password has {DifferentMin} different characters at least: choose another."
        : null;
}
