using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>Observations by kind: two are of one kind where they share a coding, or, without codings, the text (R4 observation-operation-lastn.html).</summary>
internal sealed class ObservationKinds
{
    private readonly List<StoredResource> _resources = [];
    private readonly List<int> _group = [];
    private readonly Dictionary<string, int> _byCode = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _resources.Count;

    /// <summary>Adds one; those added first stand first in their group.</summary>
    public void Add(StoredResource resource, Element code)
    {
        var own = _resources.Count;
        _resources.Add(resource);
        _group.Add(own);
        foreach (var name in Names(code))
        {
            if (!_byCode.TryAdd(name, own)) Join(own, _byCode[name]);
        }
    }

    /// <summary>The groups in the order of their first member.</summary>
    public IEnumerable<IEnumerable<StoredResource>> Groups() =>
        Enumerable.Range(0, _resources.Count).GroupBy(Head).Select(group => group.Select(index => _resources[index]));

    private static IEnumerable<string> Names(Element code)
    {
        var codings = code.Children("coding").ToArray().Where(coding => coding["code"].Exists).Select(coding => $"{coding["system"].Text}|{coding["code"].Text}").ToArray();
        return codings.Length > 0 ? codings : [$"#{code["text"].Text}"];
    }

    private int Head(int index)
    {
        while (_group[index] != index) index = _group[index] = _group[_group[index]];
        return index;
    }

    private void Join(int left, int right)
    {
        (left, right) = (Head(left), Head(right));
        if (left != right) _group[Math.Max(left, right)] = Math.Min(left, right);
    }
}
