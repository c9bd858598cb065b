using Jingu.Simulators.Clock;

namespace Jingu.Simulators.Tests.Clock;

/// <summary>Notes what the clock did; makes things happen at chosen instants.</summary>
internal sealed class Agenda : IAgenda
{
    private readonly SortedDictionary<DateTimeOffset, Func<Task>> _items = [];

    public List<DateTimeOffset> Prepared { get; } = [];

    public Agenda At(DateTimeOffset instant, Func<Task> item)
    {
        _items[instant] = item;
        return this;
    }

    public DateTimeOffset? NextAfter(DateTimeOffset now) =>
        _items.Keys.Where(instant => instant > now).Select(instant => (DateTimeOffset?)instant).FirstOrDefault();

    public void Prepare(DateTimeOffset instant) => Prepared.Add(instant);

    public Task ReachedAsync(DateTimeOffset instant, CancellationToken stop) =>
        _items.TryGetValue(instant, out var item) ? item() : Task.CompletedTask;
}
