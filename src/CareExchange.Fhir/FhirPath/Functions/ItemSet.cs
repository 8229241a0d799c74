using CareExchange.Fhir.FhirPath.Operators;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>Finds items that equal earlier ones. Small collections are searched, larger ones hashed; every comparison counts as work of the run.</summary>
internal struct ItemSet(Items items, Evaluation run, int offset)
{
    private const int SearchLimit = 16;

    // The last item of each hash, and for every item the one before it of the same hash, or -1.
    private Dictionary<int, int>? _last;
    private List<int>? _before;

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
        for (var index = _last!.GetValueOrDefault(Equality.HashOf(item), -1); index >= 0; index = _before![index])
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
        _last ??= [];
        _before ??= [];
        for (var index = _before.Count; index < items.Count; index++)
        {
            var hash = Equality.HashOf(items[index]);
            _before.Add(_last.GetValueOrDefault(hash, -1));
            _last[hash] = index;
        }
    }
}
