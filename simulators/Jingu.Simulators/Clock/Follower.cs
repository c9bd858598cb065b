using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Jingu.Time.Bench;

namespace Jingu.Simulators.Clock;

/// <summary>
/// One program that follows the bench's clock, seen from the bench: what it was granted, what it announced, what it has
/// not delivered. Its members are guarded by the clock server's gate.
/// </summary>
internal sealed class Follower(string name, Socket socket)
{
    private DateTimeOffset? _finished;
    private bool _asked;

    public string Name => name;

    /// <summary>The earliest instant it needs next; null: none.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>Undelivered entries, as it said last.</summary>
    public long Backlog { get; private set; }

    /// <summary>Counts what it said about its backlog, so that a caller can wait for a fresh figure.</summary>
    public long BacklogsSaid { get; private set; }

    /// <summary>True when nothing is left to do for <paramref name="instant"/>.</summary>
    public bool HasFinished(DateTimeOffset instant) => _finished == instant;

    public void Grant(DateTimeOffset instant)
    {
        Next = null;
        Send(BenchProtocol.Grant(instant));
    }

    /// <summary>Asks for the backlog unless the answer to the last question is still due.</summary>
    public void AskBacklog()
    {
        if (_asked)
            return;
        _asked = true;
        Send(BenchProtocol.AskBacklog);
    }

    /// <summary>Takes a line in; false when it is none of the protocol.</summary>
    public bool Take(string line, DateTimeOffset now)
    {
        var words = line.Split(' ');
        switch (words)
        {
            case ["done", var granted, var next, var backlog]:
                Done(BenchProtocol.ParseInstant(granted), next, Count(backlog), now);
                return true;
            case ["backlog", var count]:
                _asked = false;
                SetBacklog(Count(count));
                return true;
            default:
                return false;
        }
    }

    private void Done(DateTimeOffset granted, string next, long backlog, DateTimeOffset now)
    {
        SetBacklog(backlog);
        if (granted != now)
            return;
        _finished = granted;
        Next = next == BenchProtocol.Never ? null : BenchProtocol.ParseInstant(next);
    }

    private void SetBacklog(long count)
    {
        Backlog = count;
        BacklogsSaid++;
    }

    private static long Count(string word) => long.Parse(word, CultureInfo.InvariantCulture);

    private void Send(string line)
    {
        try
        {
            socket.Send(Encoding.ASCII.GetBytes(line + "\n"));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reader of the same socket notices the loss and takes the follower out.
        }
    }
}
