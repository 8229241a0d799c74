using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary>The parts of parameters that have parts, which the facts of definitions leave out.</summary>
internal static class OperationParts
{
    private static readonly Dictionary<(string Definition, string Parameter), OperationParameter[]> Known = new()
    {
        [("CodeSystem-lookup", "designation")] = [Out("language", "code"), Out("use", "Coding"), Out("value", "string", 1)],
        [("CodeSystem-lookup", "property")] = [Out("code", "code", 1), Out("value", "Element"), Out("description", "string")],
        [("CodeSystem-find-matches", "property")] = [In("code", "code", 1), In("value", "Element")],
        [("CodeSystem-find-matches", "match")] = [Out("code", "Coding", 1), Out("comment", "string")],
        [("ConceptMap-translate", "dependency")] = [In("element", "uri"), In("concept", "CodeableConcept")],
        [("provision-ledger", "line")] =
        [
            Out("file", "string", 1), Out("recipient", "string", 1), Out("recipient-id", "string", 1), Out("purpose", "string", 1), Out("basis", "string", 1), Out("items", "string", 1),
            Out("date", "date", 1), Out("form", "string", 1), Out("restrictions", "string", 1), Out("persons", "integer", 1), Out("times", "integer", 1),
        ],
        [("Consent-preview-template", "choice")] = [In("id", "string", 1), new("recipient", false, 0, -1, "string"), In("months", "integer")],
        [("Consent-from-template", "choice")] = [In("id", "string", 1), new("recipient", false, 0, -1, "string"), In("months", "integer")],
        [("Consent-preview-template", "line")] =
        [
            Out("recipient", "string", 1), Out("purpose", "code", 1), Out("seen", "boolean", 1), Out("text", "string", 1), Out("english", "string", 1),
            new("category", true, 0, -1, "code"), new("partly", true, 0, -1, "code"), Out("until", "instant"),
        ],
        [("ConceptMap-translate", "match")] = [Out("equivalence", "code"), Out("concept", "Coding"), Out("source", "uri")],
    };

    /// <summary>The parts of a parameter; none where it has a type.</summary>
    public static IReadOnlyList<OperationParameter> Of(string url, OperationParameter parameter) =>
        parameter.Type is null && Known.TryGetValue((OperationDefinitionWriter.IdOf(url), parameter.Name), out var parts) ? parts : [];

    private static OperationParameter In(string name, string type, int min = 0) => new(name, false, min, 1, type);

    private static OperationParameter Out(string name, string type, int min = 0) => new(name, true, min, 1, type);
}
