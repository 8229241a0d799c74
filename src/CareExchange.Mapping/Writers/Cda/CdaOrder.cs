using System.Collections.Frozen;

namespace CareExchange.Mapping.Writers.Cda;

/// <summary>The order in which the CDA R2 schema wants the parts of an element; the table is text beside this file.</summary>
internal static class CdaOrder
{
    private static readonly string[] Infrastructure = ["realmCode", "typeId", "templateId"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, int>> Orders = Load();

    /// <summary>The place of a child, from 0; -1 for one that the element does not have, null where nothing is known of the element.</summary>
    public static int? Of(string parent, string child) =>
        !Orders.TryGetValue(parent, out var order) ? null
        : order.TryGetValue(child, out var place) ? place
        : child.StartsWith("sdtc", StringComparison.Ordinal) ? int.MaxValue : -1;

    private static FrozenDictionary<string, FrozenDictionary<string, int>> Load()
    {
        using var stream = typeof(CdaOrder).Assembly.GetManifestResourceStream("cda.order.txt")!;
        using var reader = new StreamReader(stream);
        var orders = new Dictionary<string, FrozenDictionary<string, int>>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            orders[words[0]] = Infrastructure.Concat(words.Skip(1)).Select((name, place) => (name, place)).ToFrozenDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        }

        return orders.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
