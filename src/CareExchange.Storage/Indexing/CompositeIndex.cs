using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>composite parameters: one row for every combination of what the parts find on the same element.</summary>
/// <param name="add">Makes the rows of one part, as of a parameter of its type.</param>
internal sealed class CompositeIndex(Action<IndexRows, IndexedParameter, PathItem> add)
{
    // An element with hundreds of codings and values is no care record: what is beyond is not found by its combination.
    private const int MaximumRows = 400;

    public void Add(IndexRows rows, IndexedComposite composite, Element resource)
    {
        // Most resources have no value of the type that is asked for: to know it from the rows costs next to nothing.
        foreach (var gate in composite.Gates)
        {
            if (!rows.Holds(gate)) return;
        }

        foreach (var place in composite.Expression.Evaluate(resource, FhirPathContext.Empty))
        {
            if (!place.IsElement) continue;
            var context = composite.NeedsResource ? new FhirPathContext { Resource = resource, RootResource = resource } : FhirPathContext.Empty;
            var parts = new IReadOnlyCollection<IndexRow>[composite.Parts.Count];
            var isWhole = true;
            for (var index = parts.Length - 1; index >= 0 && isWhole; index--)
            {
                parts[index] = Find(composite.Parts[index], place.Element, context);
                isWhole = parts[index].Count > 0;
            }

            if (isWhole) Combine(rows, composite, parts);
        }
    }

    private IReadOnlyCollection<IndexRow> Find(IndexedParameter part, Element place, FhirPathContext context)
    {
        var found = new IndexRows();
        foreach (var item in part.Expression.Evaluate(place, context)) add(found, part, item);
        return found.All;
    }

    private static void Combine(IndexRows rows, IndexedComposite composite, IReadOnlyCollection<IndexRow>[] parts)
    {
        var count = 0;
        foreach (var first in parts[0])
        {
            if (Texts(first) is not { } key || !IsOwn(composite.Parts[0], first)) continue;
            foreach (var second in parts[1])
            {
                var isCanonical = composite.Parts[1].Type == "quantity" && !IsOwn(composite.Parts[1], second);
                if (!isCanonical && !IsOwn(composite.Parts[1], second)) continue;
                var value = Texts(second) ?? ("", "");
                var (low, high) = Numbers(second);
                foreach (var (low2, high2) in parts.Length > 2 ? parts[2].Where(row => IsOwn(composite.Parts[2], row)).Select(Numbers) : [(0, 0)])
                {
                    if (count++ >= MaximumRows) return;
                    rows.Composite(isCanonical ? composite.CanonicalKey : composite.Key, key, value, (low, high, low2, high2));
                }
            }
        }
    }

    // Texts, base units and the like stand under numbers of their own.
    private static bool IsOwn(IndexedParameter part, IndexRow row) => (int)row.Values[0] == part.Key;

    private static (string Text, string System)? Texts(IndexRow row) => row.Table.Name switch
    {
        "index_token" or "index_reference" or "index_quantity" => ((string)row.Values[1], (string)row.Values[2]),
        "index_uri" or "index_string" => ((string)row.Values[1], ""),
        _ => null,
    };

    private static (double Low, double High) Numbers(IndexRow row) => row.Table.Name switch
    {
        "index_date" => ((long)row.Values[1], (long)row.Values[2]),
        "index_number" => ((double)row.Values[1], (double)row.Values[2]),
        "index_quantity" => ((double)row.Values[3], (double)row.Values[4]),
        _ => (0, 0),
    };
}
