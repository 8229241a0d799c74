using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /{type}/{id} and GET /{type}/{id}/_history/{version}.</summary>
internal static class ReadEndpoint
{
    public static void MapRead(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type}/{id}", ReadAsync).Needs(SmartInteractions.Read).WithMetadata(new Interaction("read"));
        fhir.MapGet("/{type}/{id}/_history/{version}", VreadAsync).Needs(SmartInteractions.Read).WithMetadata(new Interaction("vread"));
    }

    private static Task<IResult> ReadAsync(string type, string id, HttpContext http, ReadInteraction interaction, CancellationToken cancellationToken) =>
        AnswerAsync(type, id, null, http, interaction, cancellationToken);

    private static Task<IResult> VreadAsync(
        string type, string id, string version, HttpContext http, ReadInteraction interaction, CancellationToken cancellationToken) =>
        AnswerAsync(type, id, long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1, http, interaction, cancellationToken);

    private static async Task<IResult> AnswerAsync(
        string type, string id, long? version, HttpContext http, ReadInteraction interaction, CancellationToken cancellationToken)
    {
        var view = ResourceView.Of(http.Request);
        if (view.Value is not { } seen) return FhirResults.Failure(view.Issues);
        var outcome = await interaction.ReadAsync(type, id, version, http.Requester, http.Trace, cancellationToken);
        if (outcome.Value is not { } resource || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues);
        FhirResults.SetVersion(http.Response, resource.Version, resource.LastUpdated);

        // R4 http.html#cread: the look is recorded all the same, the caller learned that nothing changed.
        return Preconditions.HasCurrent(http.Request, resource.Version, resource.LastUpdated)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : BinaryContent.IsAsked(http.Request) ? BinaryContent.Answer(resource, http.Response)
            : FhirResults.Json(seen.Of(resource, http.RequestServices.GetRequiredService<Schema>()).Json);
    }
}
