using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;

namespace CareExchange.Benchmarks.Writes;

/// <summary>The interactions that write and read, joined as Hosting joins them, over a database of their own.</summary>
internal sealed class WriteRoom : IAsyncDisposable
{
    public static readonly RequestTrace Trace = new("request-1", null, "192.0.2.1");

    public static readonly Requester Requester =
        new("bench-system", "Bench", RequesterRole.PartnerSystem, "bench", "Bench", PurposeOfUse.Treatment, IsSystem: true);

    private readonly StorageDatabase _database;

    private WriteRoom(StorageDatabase database)
    {
        _database = database;
        var clock = TimeProvider.System;
        var schema = Schema.R4;
        var store = new ResourceStore(database);
        var parser = new SearchQueryParser(database);
        var consent = new ConsentDecider(store, LegalBasisRules.Default, clock);
        var audit = new AuditTrail(store, clock);
        var services = new WriteServices(
            store, parser, new ResourceCheck(schema, new ResourceValidator(schema)), new PatientCompartment(schema), new PersonKeeper(schema), audit, clock);
        Create = new CreateInteraction(services, consent);
        Update = new UpdateInteraction(services, consent);
        Read = new ReadInteraction(store, consent, audit);
        Transactions = new TransactionInteraction(
            services, new PatchInteraction(services, consent, schema), new TransactionReads(new SearchInteraction(store, parser, consent, audit), services, consent), consent, schema);
    }

    public StorageDatabase Database => _database;

    public CreateInteraction Create { get; }

    public UpdateInteraction Update { get; }

    public ReadInteraction Read { get; }

    public TransactionInteraction Transactions { get; }

    public static async Task<WriteRoom> OpenAsync(string folder, string? postgres) =>
        new(await StorageDatabase.OpenAsync(
            new StorageOptions { DataFolder = folder, PostgresConnection = postgres, Keys = [new StorageKey("bench", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"))] },
            TimeProvider.System,
            CancellationToken.None));

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
