using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;

namespace CareExchange.Exchange.Tests.Operations;

/// <summary>The operations over a real store, as Hosting joins them.</summary>
internal sealed class OperationRoom(TestExchange exchange)
{
    private static readonly ResourceValidator Validator = new(Schema.R4);

    /// <summary>What another node would have: nothing shared but the database.</summary>
    public DefinitionLibrary NewLibrary() => new(new DefinitionStore(exchange.Store.Database), Schema.R4, Validator);

    public async Task<JsonElement> AskAsync(string path, Requester requester, string query = "")
    {
        var outcome = await InvokeAsync(path, requester, query);
        Assert.True(outcome.Succeeded, string.Join(' ', outcome.Issues.Select(issue => $"{issue.Rule} {issue.Found}")));
        return JsonDocument.Parse(outcome.Value!.Json).RootElement;
    }

    public Task<Outcome<OperationAnswer>> InvokeAsync(string path, Requester requester, string query = "")
    {
        var store = exchange.Store;
        var dates = new CareDates(Schema.R4, new DateReader(store.Database));
        var reader = new EverythingReader(store.Resources, store.Parser, exchange.Consent, exchange.Audit, dates, new PageCursors(store.Database), Schema.R4);
        var catalog = new OperationCatalog(
            [
                new PatientEverythingOperation(reader),
                new DocumentOperation(store.Resources, exchange.Consent, exchange.Audit, exchange.Create, CareExchange.Exchange.Consent.SecurityLabeller.Default, Schema.R4, store.Clock),
                new LastObservationsOperation(store.Resources, store.Parser, exchange.Consent, exchange.Audit, Schema.R4),
            ],
            Schema.R4);
        return new OperationInvoker(catalog, exchange.Audit, Schema.R4)
            .InvokeAsync(new(OperationTarget.Read(path)!, IsGet: true, QueryPairs.Parse(query), null) { Base = "http://gateway/fhir" }, requester, TestExchange.Trace, (_, _) => null, default);
    }
}
