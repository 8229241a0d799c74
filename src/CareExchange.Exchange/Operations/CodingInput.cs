using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>A code that goes into a terminology operation.</summary>
/// <param name="System">Its system, or null.</param>
/// <param name="Version">The version of the system, or null.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">What is shown for it, or null.</param>
internal sealed record CodingInput(string? System, string? Version, string Code, string? Display)
{
    /// <summary>The codes of a call: <c>code</c> with <c>system</c>, <c>coding</c>, or <c>codeableConcept</c>.</summary>
    /// <returns>In their order; <c>operation-parameter-missing</c> where there is none, <c>operation-parameter-value</c> where several ways are used at once.</returns>
    public static Outcome<IReadOnlyList<CodingInput>> Of(OperationInput input, string versionParameter)
    {
        string[] given = [.. ((string[])["code", "coding", "codeableConcept"]).Where(name => input.All(name).Any())];
        if (given.Length == 0) return OperationIssues.Missing("code, coding or codeableConcept");
        if (given.Length > 1) return OperationIssues.WrongValue(input.Where(given[1]), "one of code, coding and codeableConcept");
        if (given[0] == "code") return new[] { new CodingInput(input.Text("system"), input.Text(versionParameter), input.Text("code")!, input.Text("display")) };
        Element[] codings = given[0] == "coding" ? [input.Element("coding")] : input.Element("codeableConcept").Children("coding").ToArray();
        CodingInput[] read = [.. codings.Select(Of).OfType<CodingInput>()];
        return read.Length == 0 ? OperationIssues.WrongValue(input.Where(given[0]), "a coding with a code") : read;
    }

    /// <summary>A coding; null where it has no code.</summary>
    public static CodingInput? Of(Element coding) =>
        coding["code"].Text is { } code ? new(coding["system"].Text, coding["version"].Text, code, coding["display"].Text) : null;
}
