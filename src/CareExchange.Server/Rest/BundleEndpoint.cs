using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST / with a transaction or batch Bundle (R4 http.html#transaction).</summary>
internal static class BundleEndpoint
{
    public static void MapBundle(this IEndpointRouteBuilder fhir) =>
        fhir.MapPost("/", ExecuteAsync).WithMetadata(new Interaction("transaction", IsSystem: true), new Interaction("batch", IsSystem: true));

    private static async Task<IResult> ExecuteAsync(
        HttpContext http, TransactionInteraction transactions, ReadInteraction reads, EntryDispatcher dispatcher, OperationCatalog operations, Schema schema, CancellationToken cancellationToken)
    {
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var read = body.Value.Read(schema);
        if (read.Value is not { } document) return FhirResults.Failure(read.Issues, StatusCodes.Status422UnprocessableEntity);

        // A long text has a long token table: given back, it serves the next. Nothing that is answered refers to it.
        using var held = document;
        var bundle = document.Root;
        var preferences = Preferences.Of(http.Request);
        switch (bundle.TypeName == "Bundle" ? bundle["type"].Text : null)
        {
            case "transaction":
                var outcome = await transactions.ExecuteAsync(bundle, http.FhirBase(), entry => Admit(http, entry, operations), http.Requester, http.Trace, cancellationToken);
                if (outcome.Value is not { } results || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
                if (preferences.Return == "representation") results = await RepresentAsync(results, http, reads, cancellationToken);
                if (preferences.Return is { } preferred) Preferences.Applied(http.Response, $"return={preferred}");
                return FhirResults.Json(BundleWriter.TransactionResponse(http.FhirBase(), results, await AfterwardsAsync(results, http, dispatcher, preferences, cancellationToken)));
            case "batch":
                var answers = await BatchAsync(bundle, http, dispatcher, preferences, cancellationToken);
                if (preferences.Return is { } returned) Preferences.Applied(http.Response, $"return={returned}");
                return FhirResults.Json(BundleWriter.BatchResponse(answers));
            default:
                return FhirResults.Failure([Issue.Error("invalid", "bundle-request", "The body is neither a transaction nor a batch.", "본문이 transaction 또는 batch 묶음이 아닙니다.") with
                {
                    Expression = "Bundle.type",
                    Expected = "Bundle of type transaction or batch",
                    Found = bundle["type"].Text ?? bundle.TypeName,
                }]);
        }
    }

    // Each for itself, one after the other: what one does the next one sees, and nobody waits for a second writer.
    private static async Task<IReadOnlyList<EntryAnswer>> BatchAsync(Element bundle, HttpContext http, EntryDispatcher dispatcher, Preferences preferences, CancellationToken cancellationToken)
    {
        var answers = new List<EntryAnswer>();
        foreach (var read in BundleEntry.ReadEach(bundle, http.FhirBase()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (read.Value is not { } entry)
            {
                answers.Add(EntryAnswer.Refused(StatusCodes.Status400BadRequest, read.Issues[0]));
                continue;
            }

            answers.Add(await SendAsync(entry, http, dispatcher, preferences));
        }

        return answers;
    }

    private static async Task<EntryAnswer> SendAsync(BundleEntry entry, HttpContext http, EntryDispatcher dispatcher, Preferences preferences)
    {
        var request = EntryRequest.Of(entry, preferences);
        if (!request.Succeeded) return EntryAnswer.Refused(FhirResults.StatusOf(request.Issues, StatusCodes.Status422UnprocessableEntity), request.Issues[0] with { Expression = entry.Place });
        var answer = await dispatcher.SendAsync(http, request.Value!);

        // What is wrong with a resource is told where it stands in the Bundle.
        if (entry.Resource.Exists) answer.Issues = [.. answer.Issues.Select(issue => issue.Expression?.StartsWith("http.", StringComparison.Ordinal) == true ? issue : entry.At(issue))];
        return answer;
    }

    // Histories and operations of a transaction, by the place of their entries: they see all that was stored.
    private static async Task<IReadOnlyDictionary<EntryResult, EntryAnswer>> AfterwardsAsync(
        IReadOnlyList<EntryResult> results, HttpContext http, EntryDispatcher dispatcher, Preferences preferences, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<EntryResult, EntryAnswer>(ReferenceEqualityComparer.Instance);
        foreach (var result in results)
        {
            if (result.Afterwards is not { } entry) continue;
            cancellationToken.ThrowIfCancellationRequested();
            answers[result] = await SendAsync(entry, http, dispatcher, preferences);
        }

        return answers;
    }

    // A Patient joins what several organisations said: whoever wrote it sees of the others' parts what they may read, as in any other answer.
    private static async Task<IReadOnlyList<EntryResult>> RepresentAsync(IReadOnlyList<EntryResult> results, HttpContext http, ReadInteraction reads, CancellationToken cancellationToken)
    {
        var represented = new List<EntryResult>(results.Count);
        foreach (var result in results)
        {
            if (result.Afterwards is not null) represented.Add(result);
            else if (result.Resource is { Type: "Patient", Deleted: false } patient && !result.Body)
            {
                var read = await reads.ReadAsync(patient.Type, patient.Id, patient.Version, http.Requester, http.Trace, cancellationToken);
                represented.Add(read.Value is { } seen && read.Succeeded ? result with { Resource = seen, Body = true } : result);
            }
            else
            {
                represented.Add(result with { Body = result.Resource is not null });
            }
        }

        return represented;
    }

    // A Bundle is no way around a scope: each entry needs what it would need alone.
    private static Issue? Admit(HttpContext http, BundleEntry entry, OperationCatalog operations) => entry.IsAfterwards ? Changes(entry, operations) : RestEndpoints.ScopeIssue(http, entry.Type, entry.Method switch
    {
        "POST" => SmartInteractions.Create,
        "PUT" or "PATCH" => SmartInteractions.Update,
        "DELETE" => SmartInteractions.Delete,
        _ => entry.Id is null ? SmartInteractions.Search : SmartInteractions.Read,
    });

    // What is carried out afterwards checks its scope itself; what changes something would not be one with the transaction any more.
    private static Issue? Changes(BundleEntry entry, OperationCatalog operations) =>
        !operations.Entries.Any(operation => operation.AffectsState && entry.Path.EndsWith($"${operation.Code}", StringComparison.Ordinal)) ? null
        : Issue.Error("not-supported", "bundle-request", "An operation that changes something cannot be part of a transaction; a batch may hold it.", "자료를 바꾸는 연산은 transaction에 넣을 수 없습니다. batch로 보내십시오.") with { Found = entry.Path };
}
