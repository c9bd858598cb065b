using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Jingu.Time;
using Microsoft.Extensions.Logging;

namespace Jingu.Edge.Delivery;

/// <summary>
/// Takes what the aggregator sends down. Believes nothing but an envelope with this gateway's own tag, addressed to it:
/// anybody may write to a topic. Called on the thread of the MQTT library; returns at once.
/// </summary>
internal sealed partial class Receiver(
    GatewayOptions options, JournalStore journal, Contact contact, PendingEvents events, MachineTime machine,
    ILogger<Receiver> logger)
{
    /// <summary>A flood of forgeries is counted whole, and told once in this time.</summary>
    public static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private long? _saidAt;
    private int _wireVersionMax = Envelope.Version;

    /// <summary>Raised when the aggregator asked for entries again.</summary>
    public event Action? AskedAgain;

    /// <summary>Messages refused since the start.</summary>
    public long Refused { get; private set; }

    /// <summary>The newest wire version the aggregator has said it reads.</summary>
    public int WireVersionMax => _wireVersionMax;

    public void Receive(MqttMessage message)
    {
        try
        {
            switch (Envelope.Open(message.Payload.Span, (_, _, name) => name == options.Key.Name ? options.Key : null))
            {
                case EnvelopeResult.Opened opened when IsForUs(opened.Header):
                    Take(opened);
                    break;
                case EnvelopeResult.Opened opened:
                    Refuse($"it is addressed to {opened.Header.Site}/{opened.Header.Gateway}");
                    break;
                case EnvelopeResult.Unknown unknown:
                    Refuse(unknown.Why);
                    break;
                case EnvelopeResult.Refused refused:
                    Refuse(refused.Why);
                    break;
            }
        }
        catch (FormatException e)
        {
            Refuse(e.Message);
        }
    }

    private bool IsForUs(EnvelopeHeader header) =>
        !header.Up && header.Site == options.Site && header.Gateway == options.Gateway;

    private void Take(EnvelopeResult.Opened opened)
    {
        contact.Heard();
        if (opened.Header.Journal != journal.Id)
        {
            Log.OldJournal(logger, opened.Header.Journal.ToString());
            return;
        }
        if (opened.Header.Kind == EnvelopeKind.Acknowledgement)
            Acknowledge(AcknowledgementCodec.Decode(opened.Content));
        else if (opened.Header.Kind == EnvelopeKind.Resend)
            SendAgain(AcknowledgementCodec.DecodeResend(opened.Content));
        else if (opened.Header.Kind == EnvelopeKind.Inventory && Enum.IsDefined(opened.Header.Stream))
            Compare(opened.Header.Stream, AcknowledgementCodec.Decode(opened.Content));
    }

    /// <summary>The aggregator says what it has of a stream, before anything of it is sent.</summary>
    private void Compare(JournalStream stream, Acknowledgement inventory)
    {
        _wireVersionMax = inventory.WireVersionMax;
        if (inventory.Ranges.FirstOrDefault(range => range.Last > journal.Told(stream)) is { } beyond)
            BeginNewLife(beyond with { Stream = stream });
        else if (!journal.IsAgreed(stream))
            journal.Agree(stream);
    }

    private void Acknowledge(Acknowledgement acknowledgement)
    {
        _wireVersionMax = acknowledgement.WireVersionMax;
        foreach (var range in acknowledgement.Ranges)
        {
            if (!Enum.IsDefined(range.Stream) || !Enum.IsDefined(range.Outcome))
                continue;
            if (range.Last > journal.Told(range.Stream))
            {
                BeginNewLife(range);
                return;
            }
            if (range.Outcome == Outcome.Refused)
            {
                events.Add(EventKinds.EntriesRefused, options.Gateway.Value,
                    $"The aggregator refused {Topics.NameOf(range.Stream)} {range.First} to {range.Last}: they "
                        + $"stay here. Ask who runs it.",
                    ("stream", Topics.NameOf(range.Stream)), ("first", Text(range.First)), ("last", Text(range.Last)));
            }
            journal.Settle(range.Stream, range.First, range.Last, range.Outcome);
        }
    }

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private void BeginNewLife(AcknowledgedRange range)
    {
        events.Add(EventKinds.JournalOpened, options.Gateway.Value,
            $"The aggregator has {Topics.NameOf(range.Stream)} up to {range.Last}, which this file never wrote: it "
                + $"is an older copy of itself. "
            + "A new journal begins with all that is not delivered.",
            ("cause", "copied"));
        Log.NewLife(logger, range.Last);
        journal.Renew();
    }

    private void SendAgain((JournalStream Stream, long First, long Last) range)
    {
        if (!Enum.IsDefined(range.Stream) || range.First < 1 || range.Last < range.First)
            return;
        journal.Unsettle(range.Stream, range.First, range.Last);
        AskedAgain?.Invoke();
    }

    private void Refuse(string why)
    {
        Refused++;
        if (_saidAt is { } said && machine.GetElapsedTime(said) < SayEvery)
            return;
        _saidAt = machine.GetTimestamp();
        Log.Refused(logger, why);
        events.Add(EventKinds.MessageRefused, options.Gateway.Value, $"A message from the broker was refused: {why}.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A message from the broker was refused: {Why}. Somebody else writes to "
            + "this gateway's topics, or the keys differ.")]
        public static partial void Refused(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Debug, "An answer for journal {Journal} came, which is not this one.")]
        public static partial void OldJournal(ILogger logger, string journal);

        [LoggerMessage(3, LogLevel.Error, "The aggregator has entries up to {Last} that this journal never wrote: "
            + "a new journal begins.")]
        public static partial void NewLife(ILogger logger, long last);
    }
}
