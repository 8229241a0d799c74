using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Exchange.Interactions;

/// <summary><c>$validate</c> (R4 resource-operation-validate.html) of a resource in hand. Nothing is stored and nothing stored is looked at.</summary>
public sealed class ValidateInteraction(Schema schema, ResourceValidator validator)
{
    private static readonly string[] Modes = ["create", "update", "profile"];

    /// <summary>Judges a resource.</summary>
    /// <param name="type">The type it must have, or null for any.</param>
    /// <param name="id">The id that an update would have to carry, or null.</param>
    /// <param name="body">The resource, or Parameters with <c>resource</c>, <c>profile</c> and <c>mode</c>.</param>
    /// <param name="profiles">Profiles that the address names.</param>
    /// <param name="mode">The mode that the address names, or null.</param>
    /// <returns>
    /// What is wrong with it, an information where nothing is: a verdict is an answer, not a failure. Without a verdict, the issues of the reader,
    /// <c>resource-type</c> or <c>validate-request</c>.
    /// </returns>
    public Outcome<IReadOnlyList<Issue>> Validate(string? type, string? id, ResourceBody body, IEnumerable<string> profiles, string? mode)
    {
        var read = body.Read(schema);
        if (read.Value is not { } document) return Outcome.Failure<IReadOnlyList<Issue>>(read.Issues);
        var resource = document.Root;
        string[] named = [.. profiles];
        if (resource.TypeName == "Parameters" && type != "Parameters")
        {
            named = [.. named, .. Values(resource, "profile")];
            mode ??= Values(resource, "mode").FirstOrDefault();
            resource = Parameter(resource, "resource").Select(parameter => parameter["resource"]).FirstOrDefault();
        }

        if (!resource.Exists) return Malformed("a resource, or Parameters with a parameter 'resource'", null);
        if (mode is not null && !Modes.Contains(mode)) return Malformed($"mode {string.Join(" | ", Modes)}", mode);
        if (type is not null && resource.TypeName != type)
        {
            return Issue.Error("invalid", "resource-type", "The body is not of the type the address names.", "본문의 자원 종류가 주소와 다릅니다.") with { Expected = type, Found = resource.TypeName };
        }

        var issues = new List<Issue>(read.Issues);
        issues.AddRange(validator.Validate(resource, ValidationOptions.Default with { Profiles = named }));
        if (mode == "update" && id is not null && resource["id"].Text != id)
        {
            issues.Add(Issue.Error("invalid", "resource-id", "The body's id is not the one the address names.", "본문의 id가 주소와 다릅니다.") with { Expression = $"{resource.TypeName}.id", Expected = id, Found = resource["id"].Text ?? "none" });
        }

        if (issues.Count == 0) issues.Add(Issue.Information("informational", "valid", "Nothing is wrong with the resource.", "자원에 문제가 없습니다."));
        return issues;
    }

    private static IEnumerable<Element> Parameter(Element parameters, string name) => parameters.Children("parameter").ToArray().Where(parameter => parameter["name"].Text == name);

    private static IEnumerable<string> Values(Element parameters, string name) => Parameter(parameters, name).Select(parameter => parameter["value"].Text).OfType<string>();

    private static Issue Malformed(string expected, string? found) =>
        Issue.Error("invalid", "validate-request", "The request to validate cannot be understood.", "검증 요청을 이해할 수 없습니다.") with { Expected = expected, Found = found };
}
