using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.Operations;

namespace CareExchange.Exchange.Operations;

/// <summary><c>CodeSystem/$lookup</c> (R4 codesystem-operation-lookup.html): everything known of a code.</summary>
public sealed class LookupOperation(DefinitionLibrary library) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("abstract", IsOut: true, 0, 1, "boolean")];

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var coding = input.Element("coding");
        if (coding.Exists && input.Text("code") is not null) return OperationIssues.WrongValue(input.Where("coding"), "either coding, or code with system");
        var asked = coding.Exists ? CodingInput.Of(coding) : input.Text("code") is { } code ? new(input.Text("system"), null, code, null) : null;
        if (asked is null) return OperationIssues.Missing("code with system, or coding");
        if (asked.System is not { } system) return OperationIssues.Missing("system");
        var live = await library.CurrentAsync(cancellationToken);
        var found = live.Lookup.Lookup(system, asked.Version ?? input.Text("version"), asked.Code, DisplayLanguage.Of(input));
        if (found.Value is not { } concept || !found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);

        // R4: without property, the server chooses; with it, those and no others, designations and parents among them.
        var wanted = input.Texts("property");
        if (wanted.Count > 0 && !wanted.Contains("*"))
        {
            concept = concept with
            {
                Designations = wanted.Contains("designation") ? concept.Designations : [.. concept.Designations.Where(designation => wanted.Contains($"lang.{designation.Language}"))],
                Properties = [.. concept.Properties.Where(property => wanted.Contains(property.Code))],
            };
        }

        return new OperationAnswer(TerminologyParameters.Lookup(concept));
    }
}
