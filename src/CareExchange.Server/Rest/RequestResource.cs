using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>The resource in a request's body, in the format that its content type says.</summary>
internal static class RequestResource
{
    public static async Task<Outcome<ResourceBody>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, request.HttpContext.RequestServices.GetRequiredService<RestSettings>().BodyLimit, cancellationToken);
        if (body.Succeeded && BinaryContent.IsSent(request)) return BinaryContent.Wrap(request, body.Value);
        return body.Succeeded ? new ResourceBody(body.Value, FhirMedia.Body(request) == FhirFormat.Xml) { Address = request.HttpContext.FhirBase() } : Outcome.Failure<ResourceBody>(body.Issues);
    }
}
