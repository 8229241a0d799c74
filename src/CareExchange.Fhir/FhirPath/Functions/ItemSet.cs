using CareExchange.Fhir.FhirPath.Operators;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>Finds items that equal earlier ones. Small collections are searched, larger ones hashed; every comparison counts as work of the run.</summary>
internal struct ItemSet(Items items, Evaluation run, int offset)
{
    private const int SearchLimit = 16;

    private Dictionary<int, List<int>>? _buckets;
    private int _hashed;

    /// <summary>True where the collection holds an item equal to this one.</summary>
    public bool Contains(in PathItem item)
    {
        if (items.Count <= SearchLimit)
        {
            foreach (ref readonly var other in items.Span)
            {
                if (!run.Spend(offset)) return false;
                if (Equality.AreEqual(other, item) == true) return true;
            }

            return false;
        }

        HashNewItems();
        if (!_buckets!.TryGetValue(Equality.HashOf(item), out var bucket)) return false;
        foreach (var index in bucket)
        {
            if (!run.Spend(offset)) return false;
            if (Equality.AreEqual(items[index], item) == true) return true;
        }

        return false;
    }

    /// <summary>Appends the item to the collection unless it holds an equal one.</summary>
    public bool Add(in PathItem item)
    {
        if (Contains(item)) return false;
        items.Add(item);
        return true;
    }

    private void HashNewItems()
    {
        _buckets ??= [];
        for (; _hashed < items.Count; _hashed++)
        {
            var hash = Equality.HashOf(items[_hashed]);
            if (!_buckets.TryGetValue(hash, out var bucket)) _buckets[hash] = bucket = [];
            bucket.Add(_hashed);
        }
    }
}
