using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Exchange.Operations;

/// <summary><c>CodeSystem/$find-matches</c> (R4 codesystem-operation-find-matches.html): the concepts of a system that have given properties.</summary>
/// <remarks>Whole concepts are found; compositions of several are not made, so <c>compositional</c> may only be false.</remarks>
public sealed class FindMatchesOperation(TerminologyTarget target) : IOperation
{
    // More matches than this are no answer to "which concept is meant".
    private const int MaximumMatches = 100;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/CodeSystem-find-matches";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (input.Flag("compositional") == true) return OperationIssues.WrongValue(input.Where("compositional"), "false");
        var found = await target.FindAsync(call, "codeSystem", null, cancellationToken);
        if (!found.Succeeded) return Outcome.Failure<OperationAnswer>(found.Issues);
        var (live, canonical) = found.Value;
        var named = canonical?.Split('|') ?? [input.Text("system") ?? "", input.Text("version") ?? ""];
        if (named[0].Length == 0) return OperationIssues.Missing("system");
        if (live.Membership.Systems.Find(named[0], named.ElementAtOrDefault(1)) is not { } system)
        {
            return Issue.Error("not-found", "code-system-unknown", "The content of the code system is not at hand.", "코드 체계의 내용이 없습니다.") with { Found = named[0] };
        }

        var wanted = input.All("property").Select(argument => Read(argument.Element)).ToArray();
        if (wanted.Length == 0) return OperationIssues.Missing("property");
        if (wanted.Any(property => property is null)) return OperationIssues.WrongValue(input.Where("property"), "parts code and value");
        var isExact = input.Flag("exact") == true;
        var matches = Enumerable.Range(0, system.Concepts.Count)
            .Select(index => (Index: index, Missing: wanted.Where(property => !Has(system, index, property!.Value)).ToArray()))
            .Where(match => isExact ? match.Missing.Length == 0 : match.Missing.Length < wanted.Length)
            .OrderBy(match => match.Missing.Length).Take(MaximumMatches).ToArray();
        return new OperationAnswer(Write(system, matches.Select(match => (match.Index, match.Missing.Select(property => property!.Value.Code).ToArray()))));
    }

    private static (string Code, string Value)? Read(Element parameter)
    {
        var parts = parameter.Children("part").ToArray();
        var code = Array.Find(parts, part => part["name"].Text == "code")["value"].Text;
        var value = Array.Find(parts, part => part["name"].Text == "value")["value"];
        return code is not null && (value.Text ?? value["code"].Text) is { } text ? (code, text) : null;
    }

    private static bool Has(CodeSystem system, int index, (string Code, string Value) property) => property.Code switch
    {
        "code" => system.Comparer.Equals(system.Concepts.Code(index), property.Value),
        "display" => string.Equals(system.Concepts.Display(index), property.Value, StringComparison.OrdinalIgnoreCase),
        "parent" => system.IndexOf(property.Value) is >= 0 and var parent && system.Parents(index).Contains(parent),
        "child" => system.IndexOf(property.Value) is >= 0 and var child && system.Children(index).Contains(child),
        _ => system.Concepts.Properties(index).Any(known => known.Code == property.Code && known.Value == property.Value),
    };

    private static byte[] Write(CodeSystem system, IEnumerable<(int Index, string[] Missing)> matches)
    {
        var found = matches.ToArray();
        return OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Parameters");
            if (found.Length == 0) return;
            json.WriteStartArray("parameter");
            foreach (var (index, missing) in found)
            {
                json.WriteStartObject();
                json.WriteString("name", "match");
                json.WriteStartArray("part");
                json.WriteStartObject();
                json.WriteString("name", "code");
                json.WriteStartObject("valueCoding");
                json.WriteString("system", system.Definition.Url);
                json.WriteString("code", system.Concepts.Code(index));
                if (system.Concepts.Display(index) is { } display) json.WriteString("display", display);
                json.WriteEndObject();
                json.WriteEndObject();
                if (missing.Length > 0)
                {
                    json.WriteStartObject();
                    json.WriteString("name", "comment");
                    json.WriteString("valueString", $"Without: {string.Join(", ", missing)}");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
