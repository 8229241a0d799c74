using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>token parameters: code and system of whatever carries a code (R4 search.html#token).</summary>
internal sealed class TokenIndex(Schema schema)
{
    private readonly ConcurrentDictionary<ElementDefinition, string> _systems = new();

    public void Add(IndexRows rows, int parameter, PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "CodeableConcept":
                foreach (var coding in element.Children("coding")) AddCoding(rows, parameter, coding);
                break;
            case "Coding":
                AddCoding(rows, parameter, element);
                break;
            case "Identifier":
                if (element["value"].Text is { } value) rows.Token(parameter, element["system"].Text, value);
                break;
            case "ContactPoint":
                // R4: the token of a ContactPoint is its value; its kind is chosen by the parameter (phone, email).
                if (element["value"].Text is { } contact) rows.Token(parameter, null, contact);
                break;
            case "code":
                if (element.Text is { } code) rows.Token(parameter, System(element.Definition), code);
                break;
            default:
                // string, id, uri, and the Boolean of expressions such as "deceased.exists() and …".
                if (item.Text is { Length: > 0 } text) rows.Token(parameter, null, text);
                break;
        }
    }

    private static void AddCoding(IndexRows rows, int parameter, Element coding)
    {
        if (coding["code"].Text is { } code) rows.Token(parameter, coding["system"].Text, code);
    }

    // R4: the system of a code element is implied by its binding; only a value set of one system can imply it.
    private string System(ElementDefinition? definition) => definition is null ? "" : _systems.GetOrAdd(definition, SystemOf);

    private string SystemOf(ElementDefinition definition) =>
        definition.Binding?.ValueSet is { } valueSet && schema.FindValueSet(valueSet)?.Include is [{ System: { } system }] ? system : "";
}
