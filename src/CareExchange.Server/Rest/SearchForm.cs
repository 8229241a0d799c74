using System.Text;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>The form of a POST <c>_search</c> (R4 http.html#search): its parameters and those of the address count alike, <c>_format</c> and its like included.</summary>
internal static class SearchForm
{
    // A form is a query, not a resource: what does not fit an address line is still small.
    private const int Limit = 64 * 1024;

    /// <summary>Reads the form into the request's query.</summary>
    /// <returns>Nothing; or <c>body-limit</c>, <c>not-acceptable</c> for a <c>_format</c> that is not served.</returns>
    public static async Task<IReadOnlyList<Issue>> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http.Request, Limit, cancellationToken);
        if (!body.Succeeded) return body.Issues;
        http.Features.Set(new FormQuery($"{http.Request.QueryString.Value}&{Encoding.UTF8.GetString(body.Value.Span)}"));
        return FhirMedia.Answer(http.Request) is null ? [RestIssues.NotAcceptable()] : [];
    }
}
