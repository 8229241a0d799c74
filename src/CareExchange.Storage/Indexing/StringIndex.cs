using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>string parameters: the text, and of names and addresses each part on its own (R4 search.html#string).</summary>
internal static class StringIndex
{
    private static readonly string[] NameParts = ["text", "family", "given", "prefix", "suffix"];
    private static readonly string[] AddressParts = ["text", "line", "city", "district", "state", "postalCode", "country"];

    public static void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        switch (item.TypeName)
        {
            case "HumanName":
                AddName(rows, parameter, item.Element);
                break;
            case "Address":
                foreach (var part in AddressParts) AddAll(rows, parameter, item.Element.Children(part));
                break;
            default:
                if (item.IsElement && rows.TryString(parameter.Key, item.Element)) break;
                if (item.Text is { Length: > 0 } text) AddText(rows, parameter, text);
                break;
        }
    }

    // Whole names in both orders: spaces do not count, so 「김가온」, 「김 가온」 and "Gildong Hong" are all found by their start.
    private static void AddName(IndexRows rows, IndexedParameter parameter, Element name)
    {
        foreach (var part in NameParts) AddAll(rows, parameter, name.Children(part));
        var given = string.Join(' ', name.Children("given").ToArray().Select(part => part.Text));
        if (given.Length == 0 || name["family"].Text is not { } family) return;
        AddText(rows, parameter, $"{family} {given}");
        AddText(rows, parameter, $"{given} {family}");
    }

    private static void AddAll(IndexRows rows, IndexedParameter parameter, ElementList elements)
    {
        foreach (var element in elements)
        {
            if (element.HasValue && !rows.TryString(parameter.Key, element) && element.Text is { } text) AddText(rows, parameter, text);
        }
    }

    private static void AddText(IndexRows rows, IndexedParameter parameter, string text)
    {
        rows.String(parameter.Key, text);
        rows.Initials(parameter.SecondaryKey, text);
    }
}
