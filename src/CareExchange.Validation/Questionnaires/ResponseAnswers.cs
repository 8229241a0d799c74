using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Questionnaires;

/// <summary>The answers of a response by the linkId they are given under; read once, however many conditions ask.</summary>
internal sealed class ResponseAnswers
{
    private readonly Dictionary<string, List<Element>> _items = new(StringComparer.Ordinal);

    /// <summary>Reads all items, those inside answers included.</summary>
    public ResponseAnswers(Element response) => Read(response);

    /// <summary>The values given under a linkId within an element; <paramref name="within"/> itself may be the item.</summary>
    public IEnumerable<Element> Find(string linkId, Element within)
    {
        if (!_items.TryGetValue(linkId, out var items)) yield break;
        var (start, end) = (within.Start, within.Start + within.Raw.Length);
        foreach (var item in items)
        {
            if (item.Start < start || item.Start >= end) continue;
            foreach (var answer in item.Children("answer").ToArray())
                if (answer["value"] is { Exists: true } value) yield return value;
        }
    }

    private void Read(Element parent)
    {
        foreach (var item in parent.Children("item"))
        {
            var linkId = item["linkId"].Text ?? "";
            if (!_items.TryGetValue(linkId, out var items)) _items[linkId] = items = [];
            items.Add(item);
            Read(item);
            foreach (var answer in item.Children("answer")) Read(answer);
        }
    }
}
