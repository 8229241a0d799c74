using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>composite parameters: one row for every combination of what the parts find on the same element.</summary>
/// <param name="add">Makes the rows of one part, as of a parameter of its type.</param>
internal sealed class CompositeIndex(Action<IndexRows, IndexedParameter, PathItem> add)
{
    // An element with hundreds of codings and values is no care record: what is beyond is not found by its combination.
    private const int MaximumRows = 400;

    [ThreadStatic]
    private static IndexRows? t_found;

    public void Add(IndexRows rows, IndexedComposite composite, Element resource)
    {
        // Most resources have no value of the type that is asked for: to know it from the rows costs next to nothing.
        foreach (var gate in composite.Gates)
        {
            if (!Holds(rows, gate)) return;
        }

        foreach (var place in composite.Expression.Evaluate(resource, FhirPathContext.Empty))
        {
            if (!place.IsElement) continue;
            var context = composite.NeedsResource ? new FhirPathContext { Resource = resource, RootResource = resource } : FhirPathContext.Empty;
            var parts = new IndexSet[composite.Parts.Count];
            var isWhole = true;
            for (var index = parts.Length - 1; index >= 0 && isWhole; index--)
            {
                parts[index] = Find(composite.Parts[index], place.Element, context);
                isWhole = parts[index].Count > 0;
            }

            if (isWhole) Combine(rows, composite, parts);
        }
    }

    private static bool Holds(IndexRows rows, IReadOnlyList<int> gate)
    {
        for (var place = 0; place < gate.Count; place++)
        {
            if (rows.Holds(gate[place])) return true;
        }

        return false;
    }

    private IndexSet Find(IndexedParameter part, Element place, FhirPathContext context)
    {
        var found = t_found ??= new();
        found.Clear();
        foreach (var item in part.Expression.Evaluate(place, context)) add(found, part, item);
        return found.All;
    }

    private static void Combine(IndexRows rows, IndexedComposite composite, IndexSet[] parts)
    {
        var count = 0;
        foreach (var first in parts[0])
        {
            // Texts, base units and the like stand under numbers of their own.
            if (first.Parameter != composite.Parts[0].Key || !HasTexts(first)) continue;
            foreach (var second in parts[1])
            {
                var isOwn = second.Parameter == composite.Parts[1].Key;
                var isCanonical = !isOwn && composite.Parts[1].Type == "quantity";
                if (!isOwn && !isCanonical) continue;
                var key = isCanonical ? composite.CanonicalKey : composite.Key;
                if (parts.Length < 3)
                {
                    if (count++ >= MaximumRows) return;
                    Add(rows, key, first, second, (0, 0));
                    continue;
                }

                foreach (var third in parts[2])
                {
                    if (third.Parameter != composite.Parts[2].Key) continue;
                    if (count++ >= MaximumRows) return;
                    Add(rows, key, first, second, Numbers(third));
                }
            }
        }
    }

    private static void Add(IndexRows rows, int key, IndexRow first, IndexRow second, (double Low, double High) third)
    {
        Texts(first, out var code, out var codeSystem);
        Texts(second, out var value, out var valueSystem);
        var (low, high) = Numbers(second);
        rows.Composite(key, code, codeSystem, value, valueSystem, (low, high, third.Low, third.High));
    }

    private static bool HasTexts(IndexRow row) => row.Table.Columns[1].Kind == ColumnKind.Text;

    // A text and what tells it apart: the system of a code or unit, the type of a target. A string's second text is only another writing of the first.
    private static void Texts(IndexRow row, out ReadOnlySpan<byte> text, out ReadOnlySpan<byte> system)
    {
        text = default;
        system = default;
        if (!HasTexts(row)) return;
        var reader = row.Reader();
        reader.Integer();
        text = reader.Text();
        if (row.Table != IndexTables.Uri && row.Table != IndexTables.String) system = reader.Text();
    }

    private static (double Low, double High) Numbers(IndexRow row)
    {
        var reader = row.Reader();
        reader.Integer();
        if (row.Table == IndexTables.Date) return (reader.Long(), reader.Long());
        if (row.Table == IndexTables.Number) return (reader.Double(), reader.Double());
        if (row.Table != IndexTables.Quantity) return (0, 0);
        reader.Text();
        reader.Text();
        return (reader.Double(), reader.Double());
    }
}
