using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Loading;
using CareExchange.Exchange.Operations;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Sending;
using CareExchange.Identity.Clients;
using CareExchange.Server.Callers;
using CareExchange.Server.Partners;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;

namespace CareExchange.Server.Hosting;

/// <summary>The rooms of Storage and Exchange, joined by hand in the order of their floors.</summary>
internal static class ExchangeServices
{
    /// <summary>Everything over an opened database and compiled mappings.</summary>
    public static IServiceCollection AddExchange(
        this IServiceCollection services, StorageDatabase database, MappingLibrary mappings, GatewayOptions options, TimeProvider clock)
    {
        var schema = database.Options.Schema;
        return services
            .AddSingleton(clock)
            .AddSingleton(database)
            .AddSingleton<StorageProbe>()
            .AddSingleton(schema)
            .AddSingleton<ResourceStore>()
            .AddSingleton<ReindexStore>()
            .AddSingleton(provider => new SearchQueryParser(database) { Terminology = cancellationToken => provider.GetRequiredService<DefinitionLibrary>().TerminologyAsync(cancellationToken) })
            .AddSingleton<HistoryQueryParser>()
            .AddSingleton<MessageStore>()
            .AddSingleton<PersonStore>()
            .AddSingleton<AuditStore>()
            .AddSingleton<OutboxStore>()
            .AddSingleton(new ResourceValidator(schema))
            .AddSingleton(new OrganizationTypes(options.OrganizationTypes))
            .AddSingleton(new PartnerDirectory([.. options.Partners.Select(PartnerOf)], [.. options.Organizations.Select(other => new RegisteredOrganization(other.Id, other.Names, other.Identifiers))]))
            .AddSingleton(new PersonResolver(PersonResolver.DefaultTrustedSystems, clock))
            .AddSingleton(new PersonKeeper(schema))
            .AddSingleton(new PatientCompartment(schema))
            .AddSingleton(mappings)
            .AddSingleton(provider => new ConsentDecider(
                provider.GetRequiredService<ResourceStore>(), options.LegalBases, clock, options.Representation, provider.GetRequiredService<PendingLabels>(), new MaskingRules(options.Masking)))
            .AddSingleton(provider => new AuditTrail(provider.GetRequiredService<ResourceStore>(), clock) { Host = HostOf(options) })
            .AddSingleton(new SecurityLabeller(options.SecurityLabels))
            .AddSingleton<ResourceCheck>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<WriteServices>(provider) with
            {
                ConditionalDeleteLimit = options.ConditionalDeleteLimit ?? 1,
                Representation = options.Representation,
                MayPassOn = MayPassOn(provider, options),
                SeesByEmergencyOnly = provider.GetRequiredService<ConsentDecider>().SeesByEmergencyOnlyAsync,
                Masking = new MaskingRules(options.Masking),
            })
            .AddSingleton<ConsentChanges>()
            .AddSingleton<AuditEvents>()
            .AddSingleton<ReadInteraction>()
            .AddSingleton<HistoryInteraction>()
            .AddSingleton<SearchInteraction>()
            .AddSingleton<SearchOffers>()
            .AddSingleton<CreateInteraction>()
            .AddSingleton<UpdateInteraction>()
            .AddSingleton<VersionChoice>()
            .AddSingleton<PatchInteraction>()
            .AddSingleton<TransactionReads>()
            .AddSingleton<TransactionInteraction>()
            .AddSingleton<ConsentWithdrawalInteraction>()
            .AddSingleton(new ConsentTemplateLibrary(
                ConsentTemplateFolder.Load(options), options.OrganizationTypes, options.Partners.GroupBy(partner => partner.OrganizationId, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().OrganizationDisplay, StringComparer.Ordinal)))
            .AddSingleton<ConsentGiving>()
            .AddSingleton<ConsentsReader>()
            .AddSingleton(new EmergencyMembers(options.EmergencyMembers))
            .AddSingleton<EmergencyAccessInteraction>()
            .AddSingleton<EmergencyEndInteraction>()
            .AddSingleton<BulkWriter>()
            .AddSingleton<LoadStore>()
            .AddSingleton<LoadIndexes>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<LoadServices>(provider) with { Address = AddressOf(options) })
            .AddSingleton<BulkLoad>()
            .AddSingleton<ExportInteraction>()
            .AddSingleton<IJobKind, ExportKind>()
            .AddSingleton(new ImportSources(options.ImportFrom, ImportFiles.OpenAsync))
            .AddSingleton<ImportInteraction>()
            .AddSingleton<IJobKind>(provider => new ImportKind(
                provider.GetRequiredService<BulkLoad>(), provider.GetRequiredService<ImportSources>(),
                async (client, cancellationToken) => await provider.GetRequiredService<ClientRegistry>().DescribeAsync(client, cancellationToken) is { Enabled: true }, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<MessageIntake>()
            .AddSingleton(new MatchReviewOptions(options.MatchOverdueHours is { } hours ? TimeSpan.FromHours(hours) : MatchReviewOptions.DefaultOverdueAfter))
            .AddSingleton<MatchReviews>()
            .AddSingleton<ParkedReplays>()
            .AddSingleton<PairReviews>()
            .AddSingleton<PartnerOutbox>()
            .AddSingleton(new PlanDeadlines())
            .AddSingleton<PermittedPlan>()
            .AddSingleton<SharedCarePlanReader>()
            .AddSingleton<PersonListReader>()
            .AddSingleton<LooksReader>()
            .AddSingleton(options.Push)
            .AddSingleton(new PushAddress(AddressOf(options)))
            .AddSingleton<PartnerPush>()
            .AddSingleton<PushCallers>()
            .AddHostedService<PushService>()
            .AddSingleton(options.Mllp)
            .AddSingleton<MllpListener>()
            .AddHostedService(provider => provider.GetRequiredService<MllpListener>())
            .AddSingleton<ProvisionLedgerReader>()
            .AddSingleton<AuditSearchReader>()
            .AddSingleton<AccessQuestions>()
            .AddSingleton<EmergencyReviews>()
            .AddSingleton<ConsentAlerts>()
            .AddSingleton<PendingLabels>()
            .AddSingleton<LabelMarkStore>()
            .AddSingleton<Relabelling>()
            .AddHostedService<RelabellingService>()
            .AddSingleton<AuditReviewStore>()
            .AddSingleton<AccessReviewReader>()
            .AddHostedService(provider => ActivatorUtilities.CreateInstance<NoticeDelivery>(provider, options.Notices is { } notices ? [notices] : []))
            .AddHostedService<SearchPreparation>()
            .AddHostedService<TextIndexing>()
            .AddSingleton<TableStatistics>()
            .AddHostedService<StatisticsKeeping>()
            .AddHostedService<IndexTending>()
            .AddOperations()
            .AddJobs();
    }

    /// <summary>The host by which the trail names the gateway.</summary>
    private static string AddressOf(GatewayOptions options) => $"{(options.PublicUrl ?? options.Url).TrimEnd('/')}/fhir";

    internal static string HostOf(GatewayOptions options) => Uri.TryCreate(options.PublicUrl ?? options.Url, UriKind.Absolute, out var url) ? url.Host : "localhost";

    private static Func<string, string, IReadOnlyList<ConsentPolicy>, bool, bool> MayPassOn(IServiceProvider provider, GatewayOptions options) => (person, organization, policies, isMember) =>
        provider.GetRequiredService<ConsentDecider>().MayPassOn(person, organization, options.OrganizationTypes.GetValueOrDefault(organization), policies, isMember);

    private static Partner PartnerOf(PartnerOptions options) => new(
        options.Id,
        options.OrganizationId,
        options.OrganizationDisplay,
        LegalBasis.Parse(options.Basis, options.Article)
            ?? throw new InvalidDataException($"Partner '{options.Id}' states no known legal basis, or a statute without its article."))
    {
        BodyLimit = options.BodyLimit ?? Partner.DefaultBodyLimit,
        Names = options.Names,
        Identifiers = options.Identifiers,
    };
}
