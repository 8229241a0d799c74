using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Reading;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>[type]/[id]/$explain-access</c>: one sentence, in Korean and English, why a resource is or is not seen, with the ground, the consent's version and the rule.</summary>
/// <remarks>
/// The sentence comes from the decision itself, so staff, the person and an auditor read the same one. Who may not see a resource learns no more of it than of one
/// that does not exist. The person, and a case manager where that role sees the resource, may ask it for somebody else (<c>organization</c>, <c>role</c>, <c>purpose</c>);
/// so may the privacy officer of every resource: the trail names it to them already, and what it says they are not shown.
/// </remarks>
public sealed class ExplainAccessOperation(ResourceStore store, ConsentDecider consent, AuditTrail audit) : IOperation
{
    private static readonly string[] Reviewers = [RequesterRole.PrivacyOfficer, RequesterRole.CaseManager];

    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Resource-explain-access", "explain-access", ["Resource"], AffectsState: false, IsSystem: false, IsType: false, IsInstance: true,
        [
            new("organization", IsOut: false, 0, 1, "string"), new("role", IsOut: false, 0, 1, "code"), new("purpose", IsOut: false, 0, 1, "code"),
            new("seen", IsOut: true, 1, 1, "boolean"), new("text", IsOut: true, 1, 1, "string"), new("english", IsOut: true, 1, 1, "string"), new("basis", IsOut: true, 0, 1, "uri"),
            new("rule", IsOut: true, 0, 1, "string"), new("consent", IsOut: true, 0, 1, "Reference"), new("element", IsOut: true, 0, -1, "string"),
        ]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (type, id) = (call.Target.Type!, call.Target.Id!);
        var found = await store.ReadAsync(type, id, cancellationToken);
        var disclosure = new Disclosure(consent, call.Requester);

        // 1. Whoever may not see it hears the same as of nothing; who answers for the trail may ask about others all the same.
        var isReview = AuditReach.MayReadAll(call.Requester) && call.Input.Text("organization") is not null;
        if (found is not { Deleted: false } resource || (!isReview && await disclosure.ReleaseAsync(resource, cancellationToken) is null))
        {
            await audit.RecordAsync(found is { Deleted: false } ? disclosure.Looked(AuditAction.Operation, call.Trace, found) with { Query = call.Target.Name } : new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name }, cancellationToken);
            return Answer(false, new("열람을 허용하는 동의나 법적 근거가 없거나, 그런 기록이 없습니다.", "Neither a consent nor a legal basis permits this, or there is no such record."), null, null);
        }

        // 2. For the asker, or for whom the asker may ask.
        var asked = Asked(call, resource);
        if (!asked.Succeeded)
        {
            await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, resource) with { Refused = true, Query = call.Target.Name, Explanation = asked.Issues[0].Rule }, cancellationToken);
            return Outcome.Failure<OperationAnswer>(asked.Issues);
        }

        var looked = disclosure.Looked(AuditAction.Operation, call.Trace, resource) with { Query = call.Target.Name };
        await audit.RecordAsync(isReview ? looked with { Refused = false } : looked, cancellationToken);
        if (resource.Tags.Person is not { } person) return Answer(true, new("기관·담당자 등 개인에 관한 것이 아닌 정보입니다.", "This is about no person: directory entries, or what your organisation keeps itself."), null, null);
        var decision = await consent.DecideAsync(person, await NamedAsync(asked.Value!, cancellationToken), cancellationToken);
        return Answer(decision.Permits(resource), Sentence.Of(decision.ReasonFor(resource)), decision.ReasonFor(resource), decision.ElementsOf(resource));
    }

    private static Outcome<Requester> Asked(OperationCall call, StoredResource resource)
    {
        if (call.Input.Text("organization") is not { } organization) return call.Requester;
        var own = call.Requester;
        if (own.PersonId != resource.Tags.Person && !Reviewers.Contains(own.Role, StringComparer.Ordinal))
        {
            return Issue.Error("forbidden", "explain-for-others", "Only the person and reviewers may ask why somebody else sees something.", "다른 이용자의 열람 근거는 본인과 검토 담당자만 확인할 수 있습니다.");
        }

        var purpose = PurposeOfUse.Find(call.Input.Text("purpose") ?? PurposeOfUse.Treatment.Code);
        var role = RequesterRole.Find(call.Input.Text("role") ?? RequesterRole.PartnerSystem);
        if (purpose is null) return Issue.Error("value", "purpose-unknown", "The purpose is not known.", "알 수 없는 이용 목적입니다.") with { Expression = call.Input.Where("purpose") };
        if (role is null) return Issue.Error("value", "role-unknown", "The role is not known.", "알 수 없는 역할입니다.") with { Expression = call.Input.Where("role") };
        return new Requester("", role.Korean, role.Code, organization, organization, purpose, role.Code == RequesterRole.PartnerSystem);
    }

    // The directory knows what an organisation is called, and how in English.
    private async Task<Requester> NamedAsync(Requester asked, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync("Organization", asked.OrganizationId, cancellationToken) is not { Deleted: false } organization) return asked;
        using var document = FhirDocument.Parse(organization.Json, Schema.R4).Value;
        var name = asked.OrganizationDisplay == asked.OrganizationId && document is not null ? ConsentNames.NameOf(document.Root) : null;
        return asked with { OrganizationDisplay = name ?? asked.OrganizationDisplay, OrganizationEnglish = ConsentNames.EnglishOf(organization.Json) };
    }

    private static OperationAnswer Answer(bool isSeen, Sentence sentence, DecisionReason? reason, IReadOnlyList<string>? elements) => new(OperationJson.Object(json =>
    {
        json.WriteString("resourceType", "Parameters");
        json.WriteStartArray("parameter");
        json.WriteStartObject();
        json.WriteString("name", "seen");
        json.WriteBoolean("valueBoolean", isSeen);
        json.WriteEndObject();
        Text("text", "valueString", sentence.Korean);
        Text("english", "valueString", sentence.English);
        if (reason is not null)
        {
            Text("basis", "valueUri", reason.Basis.Uri);
            Text("rule", "valueString", reason.RulePath);
            if (reason.ConsentId is { } id)
            {
                json.WriteStartObject();
                json.WriteString("name", "consent");
                json.WriteStartObject("valueReference");
                json.WriteString("reference", string.Create(CultureInfo.InvariantCulture, $"Consent/{id}/_history/{reason.ConsentVersion}"));
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        foreach (var element in elements ?? []) Text("element", "valueString", element);
        json.WriteEndArray();

        void Text(string name, string property, string value)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString(property, value);
            json.WriteEndObject();
        }
    }));

    private sealed record Sentence(string Korean, string English)
    {
        public static Sentence Of(DecisionReason reason) => new(reason.Korean, reason.English);
    }
}
