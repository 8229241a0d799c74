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
        new("inferSystem", IsOut: false, 0, 1, "boolean"), new("lenient-display-validation", IsOut: false, 0, 1, "boolean"),
        new("code", IsOut: true, 0, 1, "code"), new("system", IsOut: true, 0, 1, "uri"), new("version", IsOut: true, 0, 1, "string"),
    ];

    /// <inheritdoc/>
    public abstract Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken);

    private protected static OperationAnswer Judge(LiveDefinitions live, string? valueSet, IReadOnlyList<CodingInput> codings, OperationInput input)
    {
        var (codes, language) = (live.Codes, DisplayLanguage.Of(input));

        // R4 datatypes.html#Coding: a coding without a system says nothing; only a bare code leaves the system to the value set.
        if (input.Text("code") is null && codings.FirstOrDefault(coding => coding.System is null) is { } nameless && codings.Count == 1)
        {
            return Answer(new(false, [CodeIssues.NoSystem(nameless.Code)]) { Code = nameless.Code }, language);
        }

        var verdict = codings is [var only]
            ? codes.Validate(valueSet, only.System, only.Version, only.Code, only.Display ?? input.Text("display"), language, input.Flag("abstract") ?? true)
            : codes.Validate(valueSet, [.. codings.Select(coding => (coding.System, coding.Version, coding.Code, coding.Display))], language);

        // R4: a display that was given and is not one of the concept's makes the result false.
        if (verdict.IsMember == true && input.Flag("lenient-display-validation") != true && verdict.Issues.Any(issue => issue.Rule == "code-display")) verdict = verdict with { IsMember = false };

        // One good coding is enough only where the others exist as well.
        if (verdict.IsMember == true && verdict.Issues.Any(issue => issue is { IsError: true, Rule: "code-unknown" })) verdict = verdict with { IsMember = false };

        // Of a fragment nobody can say that a code is wrong: it passes, with the remark that it was not looked up.
        if (verdict is { IsMember: null, System: { } system } && live.Membership.Systems.Find(system) is { Definition.Content: "fragment" }) verdict = verdict with { IsMember = true };
        return Answer(verdict, language);
    }

    private protected static OperationAnswer Refuse(CodingInput coding, Issue issue, OperationInput input) =>
        Answer(new(false, [issue]) { System = coding.System, Code = coding.Code, Version = coding.Version }, DisplayLanguage.Of(input));

    private static OperationAnswer Answer(CodeVerdict verdict, string? language) =>
        new(TerminologyParameters.ValidateCode(verdict, language?.StartsWith("ko", StringComparison.OrdinalIgnoreCase) == true));
}
