using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>DELETE /{type}/{id} and DELETE /{type}?condition, with If-Match.</summary>
internal static class DeleteEndpoint
{
    public static void MapDelete(this IEndpointRouteBuilder fhir)
    {
        fhir.MapDelete("/{type}/{id}", DeleteAsync).Needs(SmartInteractions.Delete).WithMetadata(new Interaction("delete"));
        fhir.MapDelete("/{type}", DeleteWhereAsync).Needs(SmartInteractions.Delete).WithMetadata(new Interaction("delete"));
    }

    private static async Task<IResult> DeleteAsync(
        string type, string id, HttpContext http, UpdateInteraction interaction, CancellationToken cancellationToken)
    {
        var ifMatch = await Preconditions.ExpectedAsync(http.Request, type, id, cancellationToken);
        var outcome = await interaction.DeleteAsync(type, id, ifMatch, http.Requester, http.Trace, cancellationToken);

        // R4 datatypes.html#id: under what is no id nothing can ever have stood, such as a history.
        if (!id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')) return Results.NotFound();

        // R4 http.html#delete: what never existed is gone all the same, and the answer does not tell the two apart.
        if (outcome.Issues is [{ Rule: "resource-unknown" }]) return Results.NoContent();
        if (outcome.Value is not { } deleted || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues);
        http.Response.Headers.ETag = FhirResults.ETag(deleted.Resource.Version);
        return Results.NoContent();
    }

    // Nothing found is nothing left to delete: the same answer, without a version.
    private static async Task<IResult> DeleteWhereAsync(string type, HttpContext http, UpdateInteraction interaction, CancellationToken cancellationToken)
    {
        var ifMatch = await Preconditions.ExpectedAsync(http.Request, type, id: null, cancellationToken);
        var outcome = await interaction.DeleteWhereAsync(type, http.Request.Condition(), ifMatch, http.Requester, http.Trace, cancellationToken, http.FhirBase(), Preconditions.Several(http.Request));
        if (outcome.Value is not { } all || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues);
        if (all.Count > 1) return FhirResults.Remarks([Deleted(all.Count)], StatusCodes.Status200OK);
        if (all is [var deleted]) http.Response.Headers.ETag = FhirResults.ETag(deleted.Resource.Version);
        return Results.NoContent();
    }

    private static Issue Deleted(int count) =>
        Issue.Information("informational", "resources-deleted", $"{count} resources were deleted.", $"자원 {count}건을 삭제했습니다.");
}
