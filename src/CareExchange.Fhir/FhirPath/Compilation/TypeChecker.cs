using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.FhirPath.Syntax;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.FhirPath.Compilation;

internal sealed class TypeChecker(Schema schema, string text)
{
    public IReadOnlyList<Issue> Check(Node tree, string contextType) { _ = schema; _ = text; _ = tree; _ = contextType; return []; }
}
