using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.Operations;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Exchange.Operations;

/// <summary>What the two <c>$validate-code</c> share: codes in one of three ways, judged against a system or a value set.</summary>
public abstract class ValidateCodeOperation : IOperation
{
    /// <inheritdoc/>
    public abstract string Definition { get; }

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } =
    [
        new("code", IsOut: true, 0, 1, "code"), new("system", IsOut: true, 0, 1, "uri"), new("version", IsOut: true, 0, 1, "string"),
    ];

    /// <inheritdoc/>
    public abstract Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken);

    private protected static OperationAnswer Judge(CodeValidator codes, string? valueSet, IReadOnlyList<CodingInput> codings, OperationInput input)
    {
        var language = input.Text("displayLanguage");
        var verdict = codings is [var only]
            ? codes.Validate(valueSet, only.System, only.Version, only.Code, only.Display ?? input.Text("display"), language, input.Flag("abstract") ?? true)
            : codes.Validate(valueSet, [.. codings.Select(coding => (coding.System, coding.Version, coding.Code, coding.Display))], language);

        // R4: a display that was given and is not one of the concept's makes the result false.
        if (verdict.IsMember == true && verdict.Issues.Any(issue => issue.Rule == "code-display")) verdict = verdict with { IsMember = false };
        return new(TerminologyParameters.ValidateCode(verdict, language?.StartsWith("ko", StringComparison.OrdinalIgnoreCase) == true));
    }
}
