using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareExchange.Exchange.Tests.Reading;

/// <summary>The readers over a real store with the law's own rules; only the clock is ours.</summary>
internal sealed class ReadingRoom : IAsyncDisposable
{
    public static readonly Requester Manager = new("m1", "이음(가명)", RequesterRole.CaseManager, "seodaemun", "서대문구", PurposeOfUse.CareManagement, false) { OrganizationType = "municipality" };
    public static readonly Requester Nurse = new("n1", "나눔(가명)", RequesterRole.ClinicNurse, "hongje-homecare", "홍제 재택의료센터", PurposeOfUse.Treatment, false) { OrganizationType = "clinic" };
    public static readonly RequestTrace Trace = new("r1", null, null);

    private readonly TestStore _store;

    private ReadingRoom(TestStore store)
    {
        _store = store;
        var consent = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        var audit = new AuditTrail(store.Resources, store.Clock);
        var plans = new PermittedPlan(store.Resources, consent, Schema.R4, new PlanDeadlines());
        Audits = new AuditStore(store.Database);
        Plans = new SharedCarePlanReader(plans, audit, store.Clock, NullLogger<SharedCarePlanReader>.Instance);
        List = new PersonListReader(store.Resources, store.Parser, consent, plans, audit, Schema.R4, store.Clock);
        Looks = new LooksReader(Audits, plans, audit, store.Clock);
    }

    public SharedCarePlanReader Plans { get; }

    public PersonListReader List { get; }

    public LooksReader Looks { get; }

    public AuditStore Audits { get; }

    public static async Task<ReadingRoom> OpenAsync() => new(await TestStore.OpenAsync());

    /// <summary>Single quotes stand for double ones.</summary>
    public async Task PutAsync(string json, string person, string category, string source)
    {
        var text = json.Replace('\'', '"');
        using var document = System.Text.Json.JsonDocument.Parse(text);
        var type = document.RootElement.GetProperty("resourceType").GetString()!;
        var id = document.RootElement.GetProperty("id").GetString()!;
        await _store.PutAsync(type, id, text, new ResourceTags(person.Length == 0 ? null : person, category, source));
    }

    public Task PersonAsync(string id, string name, string source = "seodaemun") =>
        PutAsync($"{{'resourceType':'Patient','id':'{id}','name':[{{'text':'{name}'}}]}}", id, "identity", source);

    public Task TaskAsync(string person, string id, string due) =>
        PutAsync($"{{'resourceType':'Task','id':'{id}','status':'requested','intent':'order','for':{{'reference':'Patient/{person}'}},'description':'{id}','restriction':{{'period':{{'end':'{due}'}}}}}}", person, "service", "seodaemun");

    /// <summary>What the organisation of <paramref name="holder"/> holds may go to that of <paramref name="recipient"/>.</summary>
    public Task ConsentAsync(string person, string id, string holder, string recipient, string[] categories, string status = "active") =>
        PutAsync(
            $"{{'resourceType':'Consent','id':'{id}','status':'{status}','scope':{{'coding':[{{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}}]}},'category':[{{'coding':[{{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'IDSCL'}}]}}],'patient':{{'reference':'Patient/{person}'}},'dateTime':'2026-04-01','performer':[{{'reference':'Patient/{person}'}}],'organization':[{{'reference':'Organization/{holder}'}}],'policy':[{{'uri':'https://www.law.go.kr'}}],'provision':{{'type':'permit','period':{{'start':'2026-04-01','end':'2027-03-31'}},'actor':[{{'role':{{'coding':[{{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}}]}},'reference':{{'reference':'Organization/{recipient}'}}}}],'purpose':[{{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'TREAT'}},{{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'CAREMGT'}}],'code':[{string.Join(',', categories.Select(category => string.Create(CultureInfo.InvariantCulture, $"{{'coding':[{{'system':'urn:careexchange:data-category','code':'{category}'}}]}}")))}]}}}}",
            person, "consent", holder);

    public async Task<IReadOnlyList<AuditRow>> AuditAsync() => [.. (await Audits.QueryAsync(new AuditQuery(), default)).Select(entry => entry.Row)];

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
