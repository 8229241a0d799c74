using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.Operations;

namespace CareExchange.Exchange.Operations;

/// <summary><c>CodeSystem/$subsumes</c> (R4 codesystem-operation-subsumes.html): how two codes of one system stand to each other.</summary>
public sealed class SubsumesOperation(TerminologyTarget target) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var found = await target.FindAsync(call, "codeSystem", null, cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var (live, canonical) = found.Value;
        var first = Of(input, "A");
        var second = Of(input, "B");
        if (first is null) return OperationIssues.Missing("codeA with system, or codingA");
        if (second is null) return OperationIssues.Missing("codeB with system, or codingB");
        var own = canonical?.Split('|');
        var system = own?[0] ?? first.System ?? second.System;
        if (system is null) return OperationIssues.Missing("system");
        if ((first.System ?? system) != system || (second.System ?? system) != system)
        {
            return OperationIssues.WrongValue(input.Where("codingB"), "two codes of one system");
        }

        var version = own is [_, var ownVersion] ? ownVersion : first.Version ?? second.Version ?? input.Text("version");
        var outcome = live.Lookup.Subsumes(system, version, first.Code, second.Code);
        return outcome.Value is { } answer && outcome.Succeeded ? new OperationAnswer(TerminologyParameters.Subsumes(answer)) : Outcome.Failure<OperationAnswer>(outcome.Issues);
    }

    private static CodingInput? Of(OperationInput input, string side) =>
        input.Element($"coding{side}") is { Exists: true } coding ? CodingInput.Of(coding)
        : input.Text($"code{side}") is { } code ? new(input.Text("system"), null, code, null) : null;
}
