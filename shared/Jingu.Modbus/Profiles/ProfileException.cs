namespace Jingu.Modbus.Profiles;

/// <summary>
/// A profile cannot be read; the message names file, line and key. Ends at <see cref="ProfileReader"/>.
/// </summary>
internal sealed class ProfileException(string message) : Exception(message);
