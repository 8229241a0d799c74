using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Validation.Rules;

/// <summary>One quick look at an object's properties: whether it is written as nearly all are, so that nobody has anything to say of the writing.</summary>
internal sealed class ContentScan
{
    /// <summary>How many cardinalities have a bit of their own.</summary>
    public const int Bits = 64;

    private const int Names = 128;

    private readonly int _first;
    private readonly int _count;
    private readonly Dictionary<int, int>? _scattered;
    private readonly byte[] _slots;
    private readonly bool[] _isList;
    private readonly ulong _required;
    private readonly ulong _single;
    private readonly bool _isResource;
    private readonly bool _isSmall;

    public ContentScan(IReadOnlyList<ContentChild> children, IReadOnlyList<CardinalityRule> cardinalities, bool isResource)
    {
        _isResource = isResource;
        _count = children.Count;
        _first = _count == 0 ? 0 : children[0].Tag;

        // A schema numbers siblings one after the other, so the place of a child is its tag less that of the first.
        if (children.Where((child, index) => child.Tag != _first + index).Any()) _scattered = children.Select((child, index) => (child.Tag, index)).ToDictionary();
        _isSmall = _count <= Names && cardinalities.Count <= Bits && cardinalities.All(cardinality => cardinality.IsSimple);
        if (!_isSmall) cardinalities = [];
        _slots = _isSmall ? [.. children.Select(child => (byte)child.Slot)] : [];
        _isList = [.. children.Select(child => child.IsList)];
        for (var slot = 0; slot < cardinalities.Count; slot++)
        {
            if (cardinalities[slot].IsRequired) _required |= 1UL << slot;
            if (cardinalities[slot].IsSingle) _single |= 1UL << slot;
        }
    }

    /// <summary>The place of a child by the tag of its node; -1 where it is none.</summary>
    public int Index(int tag)
    {
        var index = tag - _first;
        if (_scattered is null) return (uint)index < (uint)_count ? index : -1;
        return _scattered.TryGetValue(tag, out var found) ? found : -1;
    }

    /// <summary>
    /// True where all properties are known and written once, lists are lists and not empty, nothing is null, no primitive has a twin, and
    /// every child is there as often as it has to be. False says nothing but that a closer look is needed.
    /// </summary>
    /// <param name="element">An element that JSON writes as an object.</param>
    /// <param name="present">One bit for each cardinality whose child is there.</param>
    public bool IsPlain(Element element, out ulong present)
    {
        present = 0;
        var properties = element.Properties();
        if (!_isSmall || properties.HasTwins) return false;
        Span<ulong> seen = stackalloc ulong[Names / Bits];
        seen.Clear();
        var repeated = 0UL;
        var saidType = false;
        foreach (var property in properties)
        {
            var index = Index(property.Tag);
            if (index < 0)
            {
                if (!_isResource || saidType || property.Tag != 0 || !property.NameEquals("resourceType"u8)) return false;
                saidType = true;
                continue;
            }

            ref var names = ref seen[index / Bits];
            var name = 1UL << (index % Bits);
            var count = property.CountValues();
            if ((names & name) != 0 || count <= 0 || (property.Kind == JsonKind.Array) != _isList[index]) return false;
            names |= name;
            var bit = 1UL << _slots[index];
            if (count > 1) repeated |= bit;
            repeated |= present & bit;
            present |= bit;
        }

        return present != 0 && (_required & ~present) == 0 && (_single & repeated) == 0;
    }
}
