using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>CodeSystem/$validate-code</c> (R4 codesystem-operation-validate-code.html): whether a code exists in a system.</summary>
public sealed class CodeSystemValidateCodeOperation(TerminologyTarget target) : ValidateCodeOperation
{
    /// <inheritdoc/>
    public override string Definition => "http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code";

    /// <inheritdoc/>
    public override async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await target.FindAsync(call, "codeSystem", "version", cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var codings = CodingInput.Of(call.Input, "version");
        if (codings.Value is not { } given || !codings.Succeeded) return Outcome.Failure<OperationAnswer>(codings.Issues);
        var (live, canonical) = found.Value;

        // The system is the one that was named; a coding that names another one cannot be valid in it.
        if (canonical?.Split('|') is [var url, ..] named)
        {
            if (live.Membership.Systems.Find(url, named.ElementAtOrDefault(1)) is null) return UnknownSystem(canonical);
            if (given.FirstOrDefault(coding => coding.System is { } other && other != url) is { } stranger)
            {
                return OperationIssues.WrongValue(call.Input.Where("coding"), $"codes of {url}") with { Found = stranger.System };
            }

            given = [.. given.Select(coding => coding with { System = url, Version = coding.Version ?? named.ElementAtOrDefault(1) })];
        }
        else if (given.Any(coding => coding.System is null))
        {
            return OperationIssues.Missing("url");
        }

        return Judge(live, null, given, call.Input);
    }

    private static Issue UnknownSystem(string canonical) =>
        Issue.Error("not-found", "code-system-unknown", "The content of the code system is not at hand.", "코드 체계의 내용이 없습니다.") with { Found = canonical };
}
