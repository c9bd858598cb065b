namespace Jingu.Simulators.Recordings;

/// <summary>A folder of recordings cannot be replayed. The message names the file and says what to do.</summary>
internal sealed class RecordingsException(string message) : Exception(message);
