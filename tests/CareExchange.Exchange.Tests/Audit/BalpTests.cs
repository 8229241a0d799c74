using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Exchange.Tests.Audit;

/// <summary>IHE BALP 1.1 (https://profiles.ihe.net/ITI/BALP): every element that a profile constrains, as an expression that holds of what we record.</summary>
public sealed class BalpTests
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private const string UserAgent = "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes";
    private const string Interaction = "http://hl7.org/fhir/restful-interaction";

    private static readonly (string, string)[] Rest =
    [
        ("type = rest", Coding("type", "http://terminology.hl7.org/CodeSystem/audit-event-type", "rest")),
        ("recorded 1..1", "recorded.count() = 1"),
        ("outcome = 0", "outcome = '0'"),
        ("agent 2..", "agent.count() >= 2"),
        ("source 1..1", "source.observer.exists()"),
        ("entity 1..", "entity.exists()"),
        ("entity:transaction 0..1", "entity.where(type.code = 'XrequestId' and type.system = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType').count() = 1"),
        ("entity:transaction.what.identifier.value 1..1", "entity.where(type.code = 'XrequestId').what.identifier.value.count() = 1"),
    ];

    private static readonly (string, string)[] Data =
    [
        ("entity:data 1..1", "entity.where(type.system = 'http://terminology.hl7.org/CodeSystem/audit-entity-type' and type.code = '2').count() = 1"),
        ("entity:data.role from RestObjectRoles", "entity.where(type.code = '2').all(role.system = 'http://terminology.hl7.org/CodeSystem/object-role' and role.code in ('3' | '4' | '20'))"),
        ("entity:data.what 1..1", "entity.where(type.code = '2').all(what.exists())"),
    ];

    private static readonly (string, string)[] QueryEntity =
    [
        ("entity:query 1..1", "entity.where(type.system = 'http://terminology.hl7.org/CodeSystem/audit-entity-type' and type.code = '2').count() = 1"),
        ("entity:query.role = 24", "entity.where(type.code = '2').all(role.system = 'http://terminology.hl7.org/CodeSystem/object-role' and role.code = '24')"),
        ("entity:query.what 0..0, lifecycle 0..0, detail 0..0", "entity.where(type.code = '2').all(what.empty() and lifecycle.empty() and detail.empty())"),
        ("entity:query.query 1..1", "entity.where(type.code = '2').all(query.count() = 1)"),
    ];

    private static readonly (string, string)[] Patient =
    [
        ("entity:patient 1..1", "entity.where(type.system = 'http://terminology.hl7.org/CodeSystem/audit-entity-type' and type.code = '1').count() = 1"),
        ("entity:patient.role = 1", "entity.where(type.code = '1').all(role.system = 'http://terminology.hl7.org/CodeSystem/object-role' and role.code = '1')"),
        ("entity:patient.what only Reference(Patient)", "entity.where(type.code = '1').all(what.reference.startsWith('Patient/'))"),
    ];

    // OAUTHaccessTokenUse.Comprehensive and .Minimal: by whichever of the token's facts a reader looks for it.
    private static readonly (string, string)[] Token =
    [
        ("agent:oClient 1..1", Count(Dicom, "110150", 1)),
        ("agent:oClient.who.identifier.value 1..1", All(Dicom, "110150", "who.identifier.value.count() = 1")),
        ("agent:oClient.media 0..0", All(Dicom, "110150", "media.empty()")),
        ("agent:oUser (Comprehensive) 0..1", Count(Participation, "IRCP", 1)),
        ("agent:oUser (Comprehensive).who.identifier 1..1, requestor = true, policy 1..1", All(Participation, "IRCP", "who.identifier.value.count() = 1 and requestor = true and policy.count() = 1")),
        ("agent:oUser (Comprehensive).media 0..0, network 0..0", All(Participation, "IRCP", "media.empty() and network.empty()")),
        ("agent:oUser (Minimal) 1..", Count(UserAgent, "UserOauthAgent", 1)),
        ("agent:oUser (Minimal).policy is the jti", All(UserAgent, "UserOauthAgent", "requestor = true and policy.count() = 1 and policy.first().startsWith('urn:ietf:params:oauth:jti:')")),
        ("agent:oUser (Opaque).policy is no whole token", All(UserAgent, "UserOauthAgent", "policy.first().length() < 100")),
        ("agent:oUser (Minimal).media 0..0, network 0..0", All(UserAgent, "UserOauthAgent", "media.empty() and network.empty()")),
    ];

    public static TheoryData<string, string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool, bool>();
            foreach (var (profile, action) in new[] { ("Read", "Read"), ("Read", "Vread"), ("Query", "Search"), ("Create", "Create"), ("Update", "Update"), ("Update", "Patch"), ("Delete", "Delete") })
            {
                foreach (var isSystem in (bool[])[false, true])
                {
                    foreach (var hasPerson in (bool[])[false, true]) cases.Add(profile, action, isSystem, hasPerson);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_recorded_fits_its_profile_and_the_use_of_the_token(string profile, string action, bool isSystem, bool hasPerson)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var requester = (isSystem ? TestExchange.System("office") : TestExchange.Staff(RequesterRole.ClinicNurse, "clinic") with { AppId = "app" }) with { TokenId = "0193-jti" };
        var record = new AuditRecord((AuditAction)typeof(AuditAction).GetField(action)!.GetValue(null)!, requester, TestExchange.Trace)
        {
            Person = hasPerson ? "p1" : null,
            Query = profile == "Query" ? "Observation?code=x" : null,
            Entities = profile == "Query" ? ["Observation/1/_history/1", "Patient/p1/_history/4"] : ["Observation/1/_history/1"],
            Grounds = hasPerson ? [new(LegalBasis.Consent.Uri, "provision[0]", "Consent/c1/_history/2"), new(LegalBasis.OwnRecord.Uri, "own-contribution", null)] : [],
        };
        await exchange.Audit.RecordAsync([record, record with { Grounds = [.. record.Grounds.Take(1)], Entities = [.. record.Entities.Take(1)] }], default);

        (string, string)[] elements = [.. Rest, .. profile == "Query" ? QueryEntity : Data, .. hasPerson ? Patient : [], .. Token, .. Own(profile)];
        foreach (var row in await exchange.TrailAsync())
        {
            Assert.Empty(TestExchange.Wrong(row.Json));
            AssertAll($"{profile}{(hasPerson ? " (Patient)" : "")}", elements, row.Json);
        }
    }

    // AuthZconsent is a record of its own with a closed list of entities, which leaves no room for the request's id; ours says the same beside what was asked.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_by_a_consent_says_what_AuthZconsent_says(bool isSystem)
    {
        await using var exchange = await TestExchange.OpenAsync();
        var requester = (isSystem ? TestExchange.System("office") : TestExchange.Staff(RequesterRole.ClinicNurse, "clinic")) with { TokenId = "0193-jti" };
        await exchange.Audit.RecordAsync(
            new AuditRecord(AuditAction.Read, requester, TestExchange.Trace) { Person = "p1", Refused = true, Explanation = "consent-deny", Grounds = [new(LegalBasis.Consent.Uri, "provision[0]", "Consent/c1/_history/2")] },
            default);

        AssertAll(
            "AuthZconsent",
            [
                ("subtype from AuthZsubTypeVS", "subtype.where(system = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType' and code = 'AuthZ-Consent').count() = 1"),
                ("outcome 1..1, failure", "outcome = '4'"),
                ("outcomeDesc", "outcomeDesc.exists()"),
                ("agent:client", Count(Dicom, "110150", 1)),
                ("agent:client.who 1..1, network 1..1", All(Dicom, "110150", "who.exists() and network.address.exists() and role.empty() and name.empty() and purposeOfUse.empty()")),
                ("agent:user", Count(Participation, "IRCP", 1)),
                ("agent:user.who 1..1, requestor = true, network 0..0", All(Participation, "IRCP", "who.exists() and requestor = true and network.empty() and purposeOfUse.exists()")),
                ("agent:userorg", Count("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", 1)),
                ("agent:userorg.who 1..1, policy 0..0, network 0..0", All("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "who.exists() and requestor = false and policy.empty() and network.empty() and name.empty()")),
                .. Patient,
                ("entity:consent 1..*", "entity.where(type.system = 'http://hl7.org/fhir/resource-types' and type.code = 'Consent').what.reference.startsWith('Consent/c1/_history/2')"),
            ],
            Assert.Single(await exchange.TrailAsync()).Json);
    }

    private static (string, string)[] Own(string profile)
    {
        // Of a read the server is the source; of everything else the client (BALP, note on Query).
        var (client, server) = profile == "Read" ? ("110152", "110153") : ("110153", "110152");
        (string, string)[] ends = profile == "Delete"
            ?
            [
                ("agent:client", Count(Dicom, "110150", 1)),
                ("agent:client.who 1..1, network 1..1, media 0..0", All(Dicom, "110150", "who.exists() and network.address.exists() and media.empty()")),
                ("agent:server = custodian", Count("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian", 1)),
                ("agent:server.who 1..1, network 1..1, media 0..0", All("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian", "who.exists() and network.address.exists() and media.empty()")),
            ]
            :
            [
                ("agent:client", Count(Dicom, client, 1)),
                ("agent:client.who 1..1, network 1..1, media 0..0", All(Dicom, client, "who.exists() and network.address.exists() and media.empty()")),
                ("agent:server", Count(Dicom, server, 1)),
                ("agent:server.who 1..1, network 1..1, media 0..0", All(Dicom, server, "who.exists() and network.address.exists() and media.empty()")),
            ];
        var user = profile is "Read" or "Query" ? "IRCP" : "AUT";
        var (action, codes) = profile switch
        {
            "Read" => ("R", "'read' | 'vread'"),
            "Query" => ("E", "'search' | 'search-type' | 'search-system'"),
            "Create" => ("C", "'create'"),
            "Update" => ("U", "'update' | 'patch'"),
            _ => ("D", "'delete'"),
        };
        return
        [
            .. ends,
            ("agent:user 0..1", Count(Participation, user, 1)),
            ("agent:user.who 1..1, requestor = true, media 0..0, network 0..0", All(Participation, user, "who.exists() and requestor = true and media.empty() and network.empty()")),
            ("agent:user.role, name, purposeOfUse", All(Participation, user, "role.exists() and name.exists() and purposeOfUse.exists()")),
            ("action", $"action = '{action}'"),
            ("subtype 1..1 of its list", $"subtype.where(system = '{Interaction}' and code in ({codes})).count() = 1"),
        ];
    }

    private static string Coding(string element, string system, string code) => $"{element}.where(system = '{system}' and code = '{code}').count() = 1";

    private static string Agents(string system, string code) => $"agent.where(type.coding.where(system = '{system}' and code = '{code}').exists())";

    private static string Count(string system, string code, int count) => $"{Agents(system, code)}.count() = {count}";

    private static string All(string system, string code, string holds) => $"{Agents(system, code)}.all({holds})";

    private static void AssertAll(string profile, IEnumerable<(string Element, string Expression)> elements, ReadOnlyMemory<byte> json)
    {
        using var document = FhirDocument.Parse(json, Schema.R4).Value!;
        foreach (var (element, expression) in elements)
        {
            var found = FhirPathExpression.Compile(expression).Value!.Evaluate(document.Root, FhirPathContext.Empty).ToArray();
            Assert.True(found is [{ Text: "true" }], $"{profile}, {element}: {System.Text.Encoding.UTF8.GetString(json.Span)}");
        }
    }
}
