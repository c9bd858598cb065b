namespace Jingu.Simulators.Bench.Files;

/// <summary>Configuration of mosquitto for a run.</summary>
internal static class BrokerFile
{
    /// <summary>
    /// More than all gateways can have under way together: 4 batches on 3 streams each, and again as many sent again.
    /// Beyond it mosquitto drops what it has acknowledged.
    /// </summary>
    private const int QueuedMax = 10_000;

    /// <remarks>
    /// The user: started by root, mosquitto would become somebody else, and with that the kernel forgets that it is to
    /// die with the bench (prctl(2), PR_SET_PDEATHSIG).
    /// </remarks>
    public static string Write(string folder, int port)
    {
        var file = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(file, $"""
            user {Environment.UserName}
            listener {port} 127.0.0.1
            allow_anonymous true
            persistence false
            set_tcp_nodelay true
            max_inflight_messages 100
            max_queued_messages {QueuedMax}
            max_queued_bytes 0
            log_dest stderr
            log_type error
            log_type warning
            log_type notice

            """);
        return file;
    }
}
