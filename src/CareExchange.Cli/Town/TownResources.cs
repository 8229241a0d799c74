using System.Globalization;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary>A person of a town as resources of the guide, one JSON line each.</summary>
internal static class TownResources
{
    private const string Survey = """[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"social-history"}]}]""";
    private const string Municipality = """{"reference":"Organization/seodaemun"}""";
    private static readonly string[] Results = ["information", "municipal-survey", "integrated-judgement"];

    /// <summary>What is there once for the whole town: organisations and the case manager.</summary>
    public static IEnumerable<(string Type, string Json)> Common()
    {
        var providers = TownPattern.All.SelectMany(pattern => pattern.Services).Where(service => service.Provider is not null).Select(service => (Id: service.Provider!, Name: service.ProviderName!))
            .Append((Id: "seodaemun", Name: "서대문구 통합돌봄과")).DistinctBy(provider => provider.Id).OrderBy(provider => provider.Id, StringComparer.Ordinal);
        foreach (var (id, name) in providers)
        {
            yield return ("Organization", $$"""{"resourceType":"Organization","id":"{{id}}",{{Meta("organization", "admin")}},"identifier":[{"system":"urn:careexchange:organization","value":"{{id}}"}],"active":true,"name":"{{name}}"}""");
        }

        yield return ("PractitionerRole", $$"""{"resourceType":"PractitionerRole","id":"town-manager",{{Meta("practitioner-role", "admin")}},"identifier":[{"system":"urn:careexchange:seodaemun:staff","value":"TOWN-1"}],"active":true,"practitioner":{"display":"이음(가명)"},"organization":{{Municipality}},"code":[{"coding":[{"system":"urn:careexchange:team-role","code":"case-manager","display":"Case manager"}]}]}""");
    }

    /// <summary>The resources of one person, in an order in which references look back.</summary>
    public static IEnumerable<(string Type, string Json)> Of(TownPerson person)
    {
        var pattern = person.Pattern;
        var id = string.Create(CultureInfo.InvariantCulture, $"t{person.Number}");
        var subject = $$"""{"reference":"Patient/{{id}}"}""";
        var (received, planned) = (Day(person.ReceivedOn), Day(person.ReceivedOn.AddDays(10)));
        var (start, end) = (Day(person.ReceivedOn.AddDays(14)), Day(person.ReceivedOn.AddDays(14).AddMonths(3)));
        yield return ("Patient", $$"""{"resourceType":"Patient","id":"{{id}}",{{Meta("patient", "identity")}},"identifier":[{"system":"urn:careexchange:municipal-case","value":"{{person.CaseNo}}"}],"active":true,"name":[{"use":"official","text":"{{person.Name}}"}],"telecom":[{"system":"phone","value":"{{person.Phone}}","use":"mobile"}],"gender":"{{(person.IsFemale ? "female" : "male")}}","birthDate":"{{Day(person.BirthDate)}}","address":[{"use":"home","type":"physical","text":"{{person.Address}}","district":"{{person.Dong}}","country":"KR"}]}""");
        yield return Circumstance("household-type", "household", pattern.Household);
        yield return Circumstance("housing", "household", pattern.Housing);
        yield return Circumstance("economy", "economic", pattern.Economy);
        yield return Circumstance("referral-source", "referral", pattern.Referral);
        var result = Results[person.Score >= 4 ? 2 : person.Score >= 2 ? 1 : 0];
        yield return ("Observation", string.Create(CultureInfo.InvariantCulture, $$"""{{Observation("prescreen", "function", "prescreen")}},"effectiveDateTime":"{{received}}","valueQuantity":{"value":{{person.Score}},"unit":"점","system":"http://unitsofmeasure.org","code":"{score}"},"interpretation":[{"coding":[{"system":"urn:careexchange:prescreen-result","code":"{{result}}"}]}]}"""));
        yield return ("Observation", $$"""{{Observation("as-is", "service", "as-is")}},"effectiveDateTime":"{{received}}","valueString":"{{pattern.AsIs}}"}""");
        foreach (var (service, index) in pattern.Existing.Select((service, index) => (service, index)))
        {
            yield return ("ServiceRequest", $$"""{{Request($"e{index}", "existing-service", service)}},"category":[{"coding":[{"system":"urn:careexchange:service-layer","code":"existing","display":"Existing"}]}],{{Code(service)}},"subject":{{subject}},"authoredOn":"{{received}}"}""");
        }

        yield return ("Goal", $$"""{"resourceType":"Goal","id":"{{id}}-g1",{{Meta("goal", "service")}},"identifier":[{"system":"urn:careexchange:seodaemun:goal","value":"{{person.CaseNo}}-G1"}],"lifecycleStatus":"active","category":[{"coding":[{"system":"urn:careexchange:goal-term","code":"short-term","display":"Short-term goal"}]}],"description":{"text":"{{pattern.ToBe}}"},"subject":{{subject}},"startDate":"{{start}}","target":[{"dueDate":"{{end}}"}],"addresses":[{"reference":"Observation/{{id}}-as-is"}]}""");
        yield return ("CareTeam", $$"""{"resourceType":"CareTeam","id":"{{id}}-team",{{Meta("care-team", "service")}},"identifier":[{"system":"urn:careexchange:seodaemun:plan","value":"{{person.CaseNo}}"}],"status":"active","name":"{{person.Name}} 님 돌봄팀","subject":{{subject}},"period":{"start":"{{start}}"},"participant":[{"role":[{"coding":[{"system":"urn:careexchange:team-role","code":"case-manager","display":"Case manager"}]}],"member":{"reference":"PractitionerRole/town-manager"} }],"managingOrganization":[{{Municipality}}]}""");
        var lines = new StringBuilder();
        for (var index = 0; index < pattern.Services.Length; index++) lines.Append(index == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""{"reference":{"reference":"ServiceRequest/{{{id}}}-s{{{index}}}"}}""");
        var programme = pattern.Services.Any(service => service.Code == "urgent-care") ? "urgent-care" : "seodaemun-integrated-care";
        yield return ("CarePlan", $$"""{"resourceType":"CarePlan","id":"{{id}}-plan",{{Meta("care-plan", "service")}},"identifier":[{"system":"urn:careexchange:seodaemun:plan","value":"{{person.CaseNo}}"}],"status":"active","intent":"plan","category":[{"coding":[{"system":"urn:careexchange:programme","code":"{{programme}}"}]}],"title":"{{person.Name}} 님 개인별지원계획","subject":{{subject}},"period":{"start":"{{start}}","end":"{{end}}"},"created":"{{planned}}","author":{"reference":"PractitionerRole/town-manager"},"careTeam":[{"reference":"CareTeam/{{id}}-team"}],"goal":[{"reference":"Goal/{{id}}-g1"}],"activity":[{{lines}}]}""");
        foreach (var (service, index) in pattern.Services.Select((service, index) => (service, index)))
        {
            var provider = $$"""{"reference":"Organization/{{service.Provider}}","display":"{{service.ProviderName}}"}""";
            yield return ("ServiceRequest", string.Create(CultureInfo.InvariantCulture, $$$"""{{{Request($"s{index}", "planned-service", service)}}},"basedOn":[{"reference":"CarePlan/{{{id}}}-plan"}],"category":[{"coding":[{"system":"urn:careexchange:service-domain","code":"{{{service.Domain}}}","display":"{{{service.DomainDisplay}}}"}]}],{{{Code(service)}}},"subject":{{{subject}}},"occurrenceTiming":{"repeat":{"boundsPeriod":{"start":"{{{start}}}","end":"{{{end}}}"},"frequency":{{{service.Times}}},"period":1,"periodUnit":"{{{service.Unit}}}"}},"authoredOn":"{{{planned}}}","requester":{{{Municipality}}},"performer":[{{{provider}}}]}"""));
            yield return ("Task", $$"""{"resourceType":"Task","id":"{{id}}-t{{index}}",{{Meta("referral-task", service.Category)}},"identifier":[{"system":"urn:careexchange:seodaemun:activity","value":"{{person.CaseNo}}-{{index}}-task"}],"status":"{{(service.Declined ? "rejected" : index == 0 ? "in-progress" : "accepted")}}",{{(service.Declined ? "\"statusReason\":{\"text\":\"본인이 원하지 않음\"}," : "")}}"intent":"order","code":{"coding":[{"system":"http://hl7.org/fhir/CodeSystem/task-code","code":"fulfill"}]},"focus":{"reference":"ServiceRequest/{{id}}-s{{index}}"},"for":{{subject}},"authoredOn":"{{planned}}","requester":{{Municipality}},"owner":{{provider}}}""");
        }

        string Observation(string profile, string category, string code) =>
            $$"""{"resourceType":"Observation","id":"{{id}}-{{code}}",{{Meta(profile, category)}},"identifier":[{"system":"urn:careexchange:seodaemun:observation","value":"{{person.CaseNo}}-{{code}}"}],"status":"final","category":{{Survey}},"code":{"coding":[{"system":"urn:careexchange:observation","code":"{{code}}"}]},"subject":{{subject}},"performer":[{{Municipality}}]""";

        (string Type, string Json) Circumstance(string code, string category, TownCode value) =>
            ("Observation", $$$"""{{{Observation("circumstance", category, code)}}},"effectiveDateTime":"{{{received}}}","valueCodeableConcept":{"coding":[{"system":"urn:careexchange:{{{code}}}","code":"{{{value.Code}}}","display":"{{{value.Display}}}"}],"text":"{{{value.Local}}}"}}""");

        string Request(string key, string profile, TownService service) =>
            $$"""{"resourceType":"ServiceRequest","id":"{{id}}-{{key}}",{{Meta(profile, service.Category)}},"identifier":[{"system":"urn:careexchange:seodaemun:activity","value":"{{person.CaseNo}}-{{key}}"}],"status":"{{(service.Declined ? "revoked" : "active")}}","intent":"order" """.TrimEnd();
    }

    private static string Code(TownService service) =>
        $$"""
        "code":{"coding":[{"system":"urn:careexchange:service-type","code":"{{service.Code}}","display":"{{service.Display}}"}],"text":"{{service.Korean}}"}
        """;

    private static string Meta(string profile, string category) =>
        $$"""
        "meta":{"profile":["urn:careexchange:profile:{{profile}}"],"security":[{"system":"urn:careexchange:data-category","code":"{{category}}"}]}
        """;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
