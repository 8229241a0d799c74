namespace CareExchange.Fhir.Outcomes;

/// <summary>One thing that is wrong (or worth saying) about some input, as a value.</summary>
/// <remarks>
/// Texts speak of positions, rules and expectations. They never carry personal data, because issues travel
/// into logs, answers and acknowledgements; <see cref="Found"/> is cut to <see cref="FoundLimit"/> characters.
/// </remarks>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">A code of http://hl7.org/fhir/issue-type, such as <c>structure</c>, <c>value</c> or <c>not-found</c>.</param>
/// <param name="Rule">The stable id of the rule that was broken, in kebab case.</param>
/// <param name="English">One sentence.</param>
/// <param name="Korean">The same sentence in Korean.</param>
public sealed record Issue(IssueSeverity Severity, string Code, string Rule, string English, string Korean)
{
    /// <summary>The longest <see cref="Found"/>, in characters.</summary>
    public const int FoundLimit = 80;

    private readonly string? _found;

    /// <summary>Where, as a FHIRPath location such as <c>Patient.name[0].given[1]</c>.</summary>
    public string? Expression { get; init; }

    /// <summary>1-based line in the source text.</summary>
    public int? Line { get; init; }

    /// <summary>1-based column in the source text, counted in bytes.</summary>
    public int? Column { get; init; }

    /// <summary>What the rule asks for.</summary>
    public string? Expected { get; init; }

    /// <summary>What stands there instead.</summary>
    public string? Found
    {
        get => _found;
        init => _found = value is { Length: > FoundLimit } ? string.Concat(value.AsSpan(0, FoundLimit), "…") : value;
    }

    /// <summary>True for <see cref="IssueSeverity.Fatal"/> and <see cref="IssueSeverity.Error"/>.</summary>
    public bool IsError => Severity <= IssueSeverity.Error;

    /// <summary>An error.</summary>
    public static Issue Error(string code, string rule, string english, string korean) =>
        new(IssueSeverity.Error, code, rule, english, korean);

    /// <summary>A warning.</summary>
    public static Issue Warning(string code, string rule, string english, string korean) =>
        new(IssueSeverity.Warning, code, rule, english, korean);

    /// <summary>A remark.</summary>
    public static Issue Information(string code, string rule, string english, string korean) =>
        new(IssueSeverity.Information, code, rule, english, korean);
}
