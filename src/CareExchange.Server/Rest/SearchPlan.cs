using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary><c>_explain=plan</c> beside any search: its statements and plans instead of its matches. For operators: who may change every type.</summary>
internal static class SearchPlan
{
    /// <summary>The parameter.</summary>
    public const string Name = "_explain";

    /// <summary>Parameters with one <c>statement</c> for each statement: its purpose, its SQL without values, the lines of its plan, the rows it gave and the time it took.</summary>
    public static async Task<IResult> AnswerAsync(
        string? type, IReadOnlyList<KeyValuePair<string, string>> pairs, string what, HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken)
    {
        var (center, id) = (http.Request.RouteValues["compartment"] as string, http.Request.RouteValues["id"] as string);
        if (RestEndpoints.ScopeIssue(http, "*", SmartInteractions.Update) is { } refused) return FhirResults.Failure([refused]);
        if (what != "plan") return FhirResults.Failure([Issue.Error("value", "search-value", $"The value of '{Name}' cannot be understood.", $"'{Name}'의 값을 이해할 수 없습니다.") with { Expression = "http._explain", Expected = "plan" }]);
        var explained = await interaction.ExplainAsync(type, [.. pairs.Where(pair => pair.Key != Name)], http.Requester, http.Trace, center is null ? null : new(center, id ?? ""), cancellationToken);
        if (explained.Value is not { } steps || !explained.Succeeded) return FhirResults.Failure(explained.Issues);
        return FhirResults.Json(JsonDescription.Write(json =>
        {
            json.WriteString("resourceType", "Parameters");
            json.Objects("parameter", steps, step =>
            {
                json.WriteString("name", "statement");
                json.Objects("part", Parts(step), part =>
                {
                    json.WriteString("name", part.Name);
                    if (part.Number is { } number) json.WriteNumber("valueDecimal", number);
                    else json.WriteString("valueString", part.Text);
                });
            });
        }));
    }

    private static IEnumerable<(string Name, string? Text, long? Number)> Parts(ExplainedStatement step) =>
        [("purpose", step.Purpose, null), ("sql", step.Sql, null), .. step.Plan.Select(line => ("plan", (string?)line, (long?)null)), ("rows", null, step.Rows), ("microseconds", null, step.Microseconds)];
}
