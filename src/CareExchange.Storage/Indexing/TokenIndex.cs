using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>token parameters: code and system of whatever carries a code (R4 search.html#token).</summary>
internal sealed class TokenIndex(Schema schema)
{
    private readonly ConcurrentDictionary<ElementDefinition, string> _systems = new();

    public void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "CodeableConcept":
                foreach (var coding in element.Children("coding")) AddCoding(rows, parameter, coding);
                AddText(rows, parameter, element["text"]);
                break;
            case "Coding":
                AddCoding(rows, parameter, element);
                break;
            case "Identifier":
                AddIdentifier(rows, parameter, element);
                break;
            case "ContactPoint":
                // R4: the token of a ContactPoint is its value; its kind is chosen by the parameter (phone, email).
                if (element["value"] is { HasValue: true } contact) rows.Token(parameter.Key, default, contact);
                break;
            case "code":
                if (element.Text is { } code) rows.Token(parameter.Key, System(element.Definition), code);
                break;
            default:
                // string, id, uri, and the Boolean of expressions such as "deceased.exists() and …".
                if (item.IsElement && IndexRows.TryPlain(element, out var plain))
                {
                    if (plain.Length > 0) rows.Token(parameter.Key, default, element);
                }
                else if (item.Text is { Length: > 0 } text)
                {
                    rows.Token(parameter.Key, null, text);
                }

                break;
        }
    }

    /// <summary>The text under which an identifier is found by its type and value (<c>:of-type</c>).</summary>
    public static string Typed(string code, string value) => $"{code}|{value}";

    private static void AddCoding(IndexRows rows, IndexedParameter parameter, Element coding)
    {
        if (coding["code"] is { HasValue: true } code) rows.Token(parameter.Key, coding["system"], code);
        AddText(rows, parameter, coding["display"]);
    }

    private static void AddIdentifier(IndexRows rows, IndexedParameter parameter, Element identifier)
    {
        var type = identifier["type"];
        AddText(rows, parameter, type["text"]);
        if (identifier["value"] is not { HasValue: true } value) return;
        rows.Token(parameter.Key, identifier["system"], value);
        if (parameter.TypedKey == 0) return;
        foreach (var coding in type.Children("coding"))
        {
            if (coding["code"].Text is { } code) rows.Token(parameter.TypedKey, coding["system"].Text, Typed(code, value.Text!));
        }
    }

    // What :text searches (R4 search.html#token): the text of a concept, the display of a code, the text of an identifier's type.
    private static void AddText(IndexRows rows, IndexedParameter parameter, Element text)
    {
        if (!text.HasValue || rows.TryString(parameter.SecondaryKey, text)) return;
        if (text.Text is { Length: > 0 } written) rows.String(parameter.SecondaryKey, written);
    }

    // R4: the system of a code element is implied by its binding; only a value set of one system can imply it.
    private string System(ElementDefinition? definition) => definition is null ? "" : _systems.TryGetValue(definition, out var known) ? known : _systems.GetOrAdd(definition, SystemOf);

    private string SystemOf(ElementDefinition definition) =>
        definition.Binding?.ValueSet is { } valueSet && schema.FindValueSet(valueSet)?.Include is [{ System: { } system }] ? system : "";
}
