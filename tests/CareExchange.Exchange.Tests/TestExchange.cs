using System.Text;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Validation.Instances;

namespace CareExchange.Exchange.Tests;

/// <summary>The conductors over a real store, joined as Hosting joins them; only the clock is made by hand.</summary>
internal sealed class TestExchange : IAsyncDisposable
{
    public static readonly Partner Nhis = new("nhis-seodaemun", "nhis-seodaemun", "국민건강보험공단 서대문지사", LegalBasis.Parse("statute", "돌봄통합지원법 제23조")!);
    public static readonly Partner Clinic = new("hongje-homecare", "hongje-homecare", "홍제 재택의료센터", LegalBasis.Consent);
    public static readonly RequestTrace Trace = new("request-1", null, "192.0.2.1");

    private static readonly ResourceValidator Validator = new(Schema.R4);
    private readonly PersonResolver _resolver;

    private TestExchange(TestStore store)
    {
        Store = store;
        Consent = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        Audit = new AuditTrail(store.Resources, store.Clock);
        AuditStore = new AuditStore(store.Database);
        Messages = new MessageStore(store.Database);
        Services = new WriteServices(store.Resources, store.Parser, new ResourceCheck(Schema.R4, Validator), new PatientCompartment(Schema.R4), new PersonKeeper(Schema.R4), Audit, store.Clock);
        Create = new CreateInteraction(Services, Consent);
        Update = new UpdateInteraction(Services, Consent);
        Read = new ReadInteraction(store.Resources, Consent, Audit);
        Search = new SearchInteraction(store.Resources, store.Parser, Consent, Audit);
        Withdrawal = new ConsentWithdrawalInteraction(Services, Consent, Schema.R4);
        _resolver = new PersonResolver(PersonResolver.DefaultTrustedSystems, store.Clock);
    }

    public TestStore Store { get; }

    public ConsentDecider Consent { get; }

    public AuditTrail Audit { get; }

    public AuditStore AuditStore { get; }

    public MessageStore Messages { get; }

    public WriteServices Services { get; }

    public CreateInteraction Create { get; }

    public UpdateInteraction Update { get; }

    public ReadInteraction Read { get; }

    public SearchInteraction Search { get; }

    public ConsentWithdrawalInteraction Withdrawal { get; }

    public static async Task<TestExchange> OpenAsync() => new(await TestStore.OpenAsync());

    public static async Task<TestExchange> OpenAsync(string kind) => new(await TestStore.OpenAsync(kind));

    public static async Task<TestExchange> OpenKeptAsync() => new(await TestStore.OpenKeptAsync());

    /// <summary>An intake with these mapping folders.</summary>
    public MessageIntake Intake(params CareExchange.Mapping.Profiles.MappingProfile[] profiles) =>
        new(Messages, new MappingLibrary(profiles.ToDictionary(profile => profile.Name, StringComparer.Ordinal)), Services, _resolver, Store.Persons, Schema.R4);

    public static Requester System(string organization) =>
        new($"{organization}-system", "시험 시스템", RequesterRole.PartnerSystem, organization, organization, PurposeOfUse.Treatment, IsSystem: true);

    public static Requester Staff(string role, string organization, string? type = null) =>
        new($"{role}-1", "시험 직원", role, organization, organization, PurposeOfUse.Treatment, IsSystem: false) { OrganizationType = type };

    /// <summary>Creates a resource as an organisation and answers its id.</summary>
    public async Task<string> CreateAsync(string organization, string json)
    {
        var type = global::System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("resourceType").GetString()!;
        var outcome = await Create.CreateAsync(type, new(Encoding.UTF8.GetBytes(json)), null, System(organization), Trace, default);
        Assert.True(outcome.Succeeded, string.Join(' ', outcome.Issues.Select(issue => $"{issue.Expression} {issue.English} {issue.Found}")));
        return outcome.Value!.Resource.Id;
    }

    /// <summary>Everything of one type that is stored.</summary>
    public async Task<IReadOnlyList<StoredResource>> AllAsync(string type)
    {
        var found = await Store.Resources.SearchAsync(new SearchRequest(type, []) { Count = SearchRequest.MaximumCount, RequesterKey = "test" }, AccessPredicate.Unrestricted, default);
        Assert.Null(found.NextCursor);
        return found.Matches;
    }

    /// <summary>The audit trail, newest first; the chain must hold.</summary>
    public async Task<IReadOnlyList<AuditRow>> TrailAsync()
    {
        Assert.Null((await AuditStore.VerifyAsync(default)).BrokenAt);
        return [.. (await AuditStore.QueryAsync(new AuditQuery { Count = 1000 }, default)).Select(entry => entry.Row)];
    }

    /// <summary>What is wrong with a resource by base R4.</summary>
    public static IReadOnlyList<string> Wrong(ReadOnlyMemory<byte> json)
    {
        using var document = Fhir.Elements.FhirDocument.Parse(json, Schema.R4).Value!;
        return [.. Validator.Validate(document.Root).Where(issue => issue.IsError).Select(issue => $"{issue.Expression} {issue.Rule} expected {issue.Expected} found {issue.Found}")];
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
