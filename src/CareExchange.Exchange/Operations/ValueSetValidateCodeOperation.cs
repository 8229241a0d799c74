using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Exchange.Operations;

/// <summary><c>ValueSet/$validate-code</c> (R4 valueset-operation-validate-code.html): whether a value set holds a code.</summary>
public sealed class ValueSetValidateCodeOperation(TerminologyTarget target) : ValidateCodeOperation
{
    /// <inheritdoc/>
    public override string Definition => "http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code";

    /// <inheritdoc/>
    public override async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await target.FindAsync(call, "valueSet", "valueSetVersion", cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var codings = CodingInput.Of(call.Input, "systemVersion");
        if (codings.Value is not { } given || !codings.Succeeded) return Outcome.Failure<OperationAnswer>(codings.Issues);
        var (live, canonical) = found.Value;
        if ((canonical ?? ContextBinding.ValueSetOf(live.Schema, call.Input.Text("context"))) is not { } valueSet) return OperationIssues.Missing("url, valueSet or context");
        return live.Membership.Knows(valueSet)
            ? Judge(live.Codes, valueSet, given, call.Input)
            : CodeIssues.UnknownValueSet(valueSet) with { Severity = IssueSeverity.Error };
    }
}
