using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.ConceptMaps;
using CareExchange.Terminology.Operations;

namespace CareExchange.Exchange.Operations;

/// <summary><c>ConceptMap/$translate</c> (R4 conceptmap-operation-translate.html): what a code becomes in another system, or where it came from.</summary>
public sealed class TranslateOperation(TerminologyTarget target) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/ConceptMap-translate";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var found = await target.FindAsync(call, "conceptMap", "conceptMapVersion", cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var codings = CodingInput.Of(input, "version");
        if (codings.Value is not { } given || !codings.Succeeded) return Outcome.Failure<OperationAnswer>(codings.Issues);
        var (live, canonical) = found.Value;
        if (canonical is null && given.Any(coding => coding.System is null)) return OperationIssues.Missing("system, where no map is named");

        // A concept translates where any of its codings does.
        var matches = new List<TranslationMatch>();
        Issue? unknown = null;
        foreach (var coding in given)
        {
            var outcome = live.Translator.Translate(new(coding.System, coding.Code)
            {
                Map = canonical,
                SourceValueSet = canonical is null ? input.Text("source") : null,
                TargetValueSet = canonical is null ? input.Text("target") : null,
                TargetSystem = input.Text("targetsystem"),
                IsReverse = input.Flag("reverse") ?? false,
                Dependencies = [.. input.All("dependency").SelectMany(dependency => Dependencies(dependency.Element))],
            });
            if (outcome.Value is { } translation && outcome.Succeeded) matches.AddRange(translation.Matches);
            else unknown ??= outcome.Issues[0];
        }

        // No map at all is an error where one was named, and an answer where any would have done.
        if (matches.Count == 0 && unknown is not null && canonical is not null) return unknown;
        return new OperationAnswer(TerminologyParameters.Translate(new([.. matches.Distinct()])));
    }

    private static IEnumerable<ConceptMapDependency> Dependencies(Element parameter)
    {
        var parts = parameter.Children("part").ToArray();
        if (Array.Find(parts, part => part["name"].Text == "element")["value"].Text is not { } element) yield break;
        foreach (var coding in Array.Find(parts, part => part["name"].Text == "concept")["value"].Children("coding"))
        {
            if (coding["code"].Text is { } code) yield return new(element, coding["system"].Text, code, coding["display"].Text);
        }
    }
}
