using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>A Bundle posted to the whole server: a transaction or a batch, as its type says.</summary>
public sealed class BundleInteraction(TransactionInteraction transactions, BatchInteraction batches, Schema schema)
{
    /// <summary>Carries a Bundle out.</summary>
    /// <param name="body">The Bundle.</param>
    /// <param name="admit">Says why the caller may not have an entry carried out, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// What became of each entry, in their order. A transaction that fails gives its issues and has done nothing; a batch always gives results.
    /// <c>bundle-request</c> for a body that is neither.
    /// </returns>
    public async Task<Outcome<BundleResult>> ExecuteAsync(
        ResourceBody body, Func<BundleEntry, Issue?> admit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var read = body.Read(schema);
        if (read.Value is not { } document) return Outcome.Failure<BundleResult>(read.Issues);
        var bundle = document.Root;
        switch (bundle.TypeName == "Bundle" ? bundle["type"].Text : null)
        {
            case "transaction":
                var carried = await transactions.ExecuteAsync(bundle, admit, requester, trace, cancellationToken);
                return carried.Value is { } results && carried.Succeeded
                    ? Outcome.Success(new BundleResult("transaction-response", results), carried.Issues)
                    : Outcome.Failure<BundleResult>(carried.Issues);
            case "batch":
                return new BundleResult("batch-response", await batches.ExecuteAsync(bundle, admit, requester, trace, cancellationToken));
            default:
                return Issue.Error("invalid", "bundle-request", "The body is neither a transaction nor a batch.", "본문이 transaction 또는 batch 묶음이 아닙니다.") with
                {
                    Expression = "Bundle.type",
                    Expected = "Bundle of type transaction or batch",
                    Found = bundle["type"].Text ?? bundle.TypeName,
                };
        }
    }
}
