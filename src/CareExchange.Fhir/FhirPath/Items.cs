namespace CareExchange.Fhir.FhirPath;

/// <summary>A growing collection of items; taken from and given back to its <see cref="Evaluation"/>, so that steps allocate nothing.</summary>
internal sealed class Items
{
    private PathItem[] _items = new PathItem[8];

    public int Count { get; private set; }

    /// <summary>How many items fit without growing.</summary>
    public int Capacity => _items.Length;

    public ref readonly PathItem this[int index] => ref _items[index];

    public ReadOnlySpan<PathItem> Span => _items.AsSpan(0, Count);

    public void Add(in PathItem item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    public void Add(bool value) => Add(PathItem.Of(value));

    public void Add(int value) => Add(PathItem.Of(value));

    public void Add(string value) => Add(PathItem.Of(value));

    public void AddRange(Items other)
    {
        foreach (ref readonly var item in other.Span) Add(item);
    }

    public void Clear()
    {
        // Items hold documents: a pooled buffer must not keep one alive.
        Array.Clear(_items, 0, Count);
        Count = 0;
    }
}
