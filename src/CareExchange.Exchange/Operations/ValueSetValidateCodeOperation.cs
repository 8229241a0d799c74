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
        if (live.Membership.Definition(valueSet) is not { } definition) return CodeIssues.UnknownValueSet(valueSet) with { Severity = IssueSeverity.Error };

        // A value set that names a version of a system means the codes of that version and of no other.
        if (given.FirstOrDefault(coding => coding.Version is { } stated && VersionOf(definition, coding.System) is { } meant && stated != meant) is { } other)
        {
            return Refuse(other, CodeIssues.WrongVersion(other.System!, VersionOf(definition, other.System)!, other.Version!), call.Input);
        }

        return Judge(live, valueSet, [.. given.Select(coding => coding with { Version = coding.Version ?? VersionOf(definition, coding.System) })], call.Input);
    }

    // The one version that all includes of a system name; null where they differ or name none.
    private static string? VersionOf(ValueSetDefinition definition, string? system) =>
        definition.Include.Where(include => include.System == system).Select(include => include.Version).Distinct().ToArray() is [{ } only] ? only : null;
}
