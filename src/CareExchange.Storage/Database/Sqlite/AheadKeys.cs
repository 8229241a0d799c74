using System.Collections.Concurrent;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Which resources were told ahead in transactions that are not committed yet: whoever reads others waits for nothing. Any number of threads ask; one at a time changes it.</summary>
internal sealed class AheadKeys
{
    private readonly ConcurrentDictionary<(string Type, string Id), int> _resources = new();
    private readonly ConcurrentDictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly Queue<(int Transaction, (string Type, string Id) Key)> _pending = new();
    private volatile int _committed;
    private volatile int _unknown = int.MaxValue;

    /// <summary>From here on nobody knows, until it begins.</summary>
    public void End() => _unknown = int.MaxValue;

    /// <summary>Begins anew, with a transaction.</summary>
    public void Begin(int transaction)
    {
        _pending.Clear();
        _resources.Clear();
        _types.Clear();
        (_committed, _unknown) = (transaction - 1, 0);
    }

    /// <summary>Notes what a transaction changes, before anybody is told.</summary>
    /// <param name="transaction">Its number; they rise.</param>
    /// <param name="resources">All that it changes; null where nobody knows.</param>
    public void Add(int transaction, IEnumerable<(string Type, string Id)>? resources)
    {
        if (resources is null)
        {
            _unknown = transaction;
            return;
        }

        foreach (var key in resources)
        {
            _resources[key] = transaction;
            _types[key.Type] = transaction;
            _pending.Enqueue((transaction, key));
        }
    }

    /// <summary>A transaction, and every one before it, is committed.</summary>
    public void Commit(int transaction)
    {
        _committed = transaction;
        while (_pending.TryPeek(out var first) && first.Transaction <= transaction)
        {
            _pending.Dequeue();
            _resources.TryRemove(new(first.Key, first.Transaction));
        }
    }

    /// <summary>True where the file may lack what was told of a resource.</summary>
    public bool Holds(string type, string id) => _unknown > _committed || (_resources.TryGetValue((type, id), out var transaction) && transaction > _committed);

    /// <summary>The same of any of these.</summary>
    public bool HoldsAny(IReadOnlyList<(string Type, string Id)> resources) => resources.Any(one => Holds(one.Type, one.Id));

    /// <summary>True where the file may lack what was told of resources of any of these types.</summary>
    public bool HoldsAny(IReadOnlyList<string> types) => _unknown > _committed || types.Any(type => _types.TryGetValue(type, out var transaction) && transaction > _committed);
}
