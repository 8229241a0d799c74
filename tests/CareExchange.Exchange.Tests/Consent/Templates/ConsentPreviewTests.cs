using System.Security.Cryptography;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent.Templates;

/// <summary>What a template's preview says is what the decider does, for every choice and every recipient, and the stored Consent says the same words again.</summary>
public sealed class ConsentPreviewTests
{
    private const string Person = "p1";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 5, 0, TimeSpan.FromHours(9));
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal) { ["city"] = "municipality", ["clinic"] = "clinic", ["other"] = "clinic" };
    private static readonly TemplateNames Names = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["Organization/city"] = "시청", ["Organization/clinic"] = "의원", ["RelatedPerson/r1"] = "딸" });

    public static TheoryData<string, string> Choices =>
        [.. from template in ConsentTemplateLibrary.Default from choice in template.Choices where choice.Effect != ChoiceEffect.Except select new TheoryDataRow<string, string>(template.Id, choice.Id)];

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Each_choice_of_each_template_opens_what_it_says_and_nothing_else(string template, string choice)
    {
        var of = ConsentTemplateLibrary.Default.Single(one => one.Id == template);
        foreach (var except in (string?[])[null, .. of.Choices.Where(one => one.Effect == ChoiceEffect.Except).Select(one => one.Id)])
        {
            if (except is not null && of.Choices.Single(one => one.Id == choice).Effect != ChoiceEffect.Permit) continue;
            await HoldsAsync(of, [choice, .. except is null ? (string[])[] : [except]], new Random(7));
        }
    }

    [Fact]
    public async Task Whatever_is_chosen_together_the_preview_is_what_the_decider_does()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 40; round++)
        {
            var template = ConsentTemplateLibrary.Default[random.Next(ConsentTemplateLibrary.Default.Count)];
            string[] chosen = [.. template.Choices.Where(_ => random.Next(2) == 0).Select(choice => choice.Id)];
            if (template.Choices.All(choice => choice.Effect != ChoiceEffect.Permit || !chosen.Contains(choice.Id)) && template.Choices.Any(choice => choice.Effect == ChoiceEffect.Except)) continue;
            if (chosen.Length > 0) await HoldsAsync(template, chosen, random);
        }
    }

    [Fact]
    public void What_was_shown_is_kept_with_its_hash_template_and_version()
    {
        var compiled = Compile(ConsentTemplateLibrary.Default.Single(one => one.Id == "shared-care"), [new("health", ["Organization/clinic"], 6), new("not-restricted", [], null)]).Single();
        using var consent = FhirDocument.Parse(compiled.Json, Schema.R4).Value!;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(consent.Root["sourceAttachment"]["data"].Text!));
        Assert.Equal(compiled.Text, text);
        foreach (var told in (string[])["제공받는 자: 의원", "제공받는 자의 이용 목적: 몸 상태", "제공하는 항목: 건강에 관한 민감정보", "보유·이용 기간: ", "거부할 권리와 불이익: ", "빼는 것: ‘제한’", "기간: 2026-11-22 ~ 2027-05-21", "Recipient: 의원", "Right to refuse: "]) Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Equal("urn:careexchange:consent-template:shared-care|1.0.0#health", consent.Root["policy"]["uri"].Text);
        Assert.Contains($"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}", Encoding.UTF8.GetString(compiled.Json), StringComparison.Ordinal);
        Assert.Contains("sensitive-agreed", Encoding.UTF8.GetString(compiled.Json), StringComparison.Ordinal);
    }

    // PIPA 24: apart from the rest, and what is not agreed to is not given out.
    [Fact]
    public async Task Passports_leave_by_a_form_only_where_they_were_agreed_to_apart_from_the_rest()
    {
        await using var store = await TestStore.OpenAsync();
        store.Clock.Now = Now;
        await store.PutAsync("Patient", Person, $$"""{"resourceType":"Patient","id":"{{Person}}","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">M1234567</div>"},"identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PPN"}]},"value":"M1234567"},{"value":"chart-1"}],"name":[{"text":"김가온(가명)"} ] }""", new(Person, DataCategories.Identity, "hospital"));
        var decider = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        async Task<string> SeenAsync(string organization) =>
            (await decider.DecideAsync(Person, TestExchange.System(organization) with { Purpose = PurposeOfUse.CareManagement }, default)).Release((await store.Resources.ReadAsync("Patient", Person, default))!) is { } seen ? Encoding.UTF8.GetString(seen.Json.Span) : "";
        async Task GiveAsync(string id, string template, string choice) =>
            await store.PutAsync("Consent", id, Encoding.UTF8.GetString(Compile(ConsentTemplateLibrary.Default.Single(one => one.Id == template), [new(choice, ["Organization/clinic"], 6)]).Single().Json).Replace("{\"resourceType\":\"Consent\",", $"{{\"resourceType\":\"Consent\",\"id\":\"{id}\",", StringComparison.Ordinal), new(Person, DataCategories.Consent, "hospital"));

        await GiveAsync("c1", "shared-care", "plan");
        var without = await SeenAsync("clinic");
        Assert.Contains("chart-1", without, StringComparison.Ordinal);
        Assert.Contains("MASKED", without, StringComparison.Ordinal);
        Assert.DoesNotContain("M1234567", without, StringComparison.Ordinal);
        Assert.Contains("M1234567", await SeenAsync("hospital"), StringComparison.Ordinal);

        await GiveAsync("c2", "unique-numbers", "numbers");
        Assert.Contains("M1234567", await SeenAsync("clinic"), StringComparison.Ordinal);
        Assert.Equal("", await SeenAsync("other"));
        Assert.Contains("여권", ConsentPreview.Of(Person, [ConsentReader.Read((await store.Resources.ReadAsync("Consent", "c2", default))!)], Now, Names.Of, Types.GetValueOrDefault, NoEnglish).Single().Reason.Korean, StringComparison.Ordinal);
    }

    public static TheoryData<string, string[], int?, string> Wrong => new()
    {
        { "else", [], null, "consent-choice-unknown" },
        { "plan", [], null, "consent-choice-recipient" },
        { "sensitive", [], null, "consent-choice-recipient" },
        { "sensitive", ["team"], null, "consent-choice-recipient" },
        { "sensitive", ["named"], null, "consent-choice-recipient" },
        { "sensitive", ["Organization/nobody"], null, "consent-choice-recipient" },
        { "sensitive", ["RelatedPerson/r1"], null, "consent-choice-recipient" },
        { "economic", ["Organization/city"], null, "consent-choice-recipient" },
        { "health", ["team"], 0, "consent-choice-months" },
        { "health", ["team"], 37, "consent-choice-months" },
        { "not-restricted", [], null, "consent-choice-none" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_choice_that_the_template_does_not_offer_makes_nothing(string choice, string[] recipients, int? months, string rule)
    {
        var made = ConsentTemplateCompiler.Compile(ConsentTemplateLibrary.Default.Single(one => one.Id == "shared-care"), [new(choice, recipients, months)], Occasion, Names);
        Assert.False(made.Succeeded);
        Assert.Equal(rule, made.Issues[0].Rule);
    }

    private static ConsentOccasion Occasion => new(Person, Now, "a1") { Performer = $"Patient/{Person}" };

    private static IReadOnlyList<CompiledConsent> Compile(ConsentTemplate template, IReadOnlyList<ChoiceAnswer> answers)
    {
        var compiled = ConsentTemplateCompiler.Compile(template, answers, Occasion, Names);
        Assert.True(compiled.Succeeded, string.Join(' ', compiled.Issues.Select(issue => $"{issue.Rule} {issue.Expected} {issue.Found}")));
        return compiled.Value!;
    }

    private static async Task HoldsAsync(ConsentTemplate template, string[] chosen, Random random)
    {
        ChoiceAnswer[] answers = [.. template.Choices.Where(choice => chosen.Contains(choice.Id)).Select(choice => new ChoiceAnswer(choice.Id, [.. choice.Recipients.Where(option => random.Next(3) > 0 || choice.Recipients.Count == 1).Select(Pick).DefaultIfEmpty(choice.Recipients is [var first, ..] ? Pick(first) : "").Where(one => one.Length > 0)], choice.Months == 0 ? null : random.Next(1, choice.MostMonths + 1)))];
        var compiled = Compile(template, answers);
        await using var store = await TestStore.OpenAsync();
        store.Clock.Now = Now;
        await store.PutAsync("CareTeam", $"team-{Person}", $$"""{"resourceType":"CareTeam","id":"team-{{Person}}","status":"active","subject":{"reference":"Patient/{{Person}}"},"participant":[{"member":{"reference":"Organization/member"} }] }""", new(Person, DataCategories.Service, EmergencyTask.Source));
        await store.PutAsync("Patient", Person, $$"""{"resourceType":"Patient","id":"{{Person}}","birthDate":"1944-01-01"}""", new(Person, DataCategories.Identity, "hospital"));
        await store.PutAsync("RelatedPerson", "r1", $$"""{"resourceType":"RelatedPerson","id":"r1","patient":{"reference":"Patient/{{Person}}"} }""", new(Person, DataCategories.Household, "hospital"));

        // The draft's words are those of the Consents as they are stored and read back.
        var draft = ConsentPreview.Of(Person, [.. compiled.Select((one, at) => Policy(one.Json, $"c{at}"))], Now, Names.Of, Types.GetValueOrDefault, NoEnglish);
        for (var at = 0; at < compiled.Count; at++) await store.PutAsync("Consent", $"c{at}", Encoding.UTF8.GetString(compiled[at].Json).Replace("{\"resourceType\":\"Consent\",", $"{{\"resourceType\":\"Consent\",\"id\":\"c{at}\",", StringComparison.Ordinal), new(Person, DataCategories.Consent, "hospital"));
        var stored = new List<ConsentPolicy>();
        for (var at = 0; at < compiled.Count; at++) stored.Add(ConsentReader.Read((await store.Resources.ReadAsync("Consent", $"c{at}", default))!));
        var again = ConsentPreview.Of(Person, stored, Now, Names.Of, Types.GetValueOrDefault, NoEnglish);
        Assert.Equal(draft.Select(Said), again.Select(Said));
        Assert.NotEmpty(draft);
        Assert.All(stored, policy => Assert.Empty(policy.Issues));

        var decider = new ConsentDecider(store.Resources, [], store.Clock);
        foreach (var asked in draft.GroupBy(line => (line.Recipient, line.As.Purpose.Code)))
        {
            var requester = AsIs(asked.First());
            var decision = await decider.DecideAsync(Person, requester, default);
            foreach (var category in DataCategories.All.Select(category => category.Code).Where(category => category is not (DataCategories.Admin or DataCategories.Consent)))
            {
                var line = asked.FirstOrDefault(line => line.Reason.Permits && line.Categories.Contains(category));
                foreach (var label in (string[])["N", "R", "V"])
                {
                    var says = line is not null && (!line.Partly.Contains(category) || label == "N");
                    var does = decision.Permits(Record(category, label));
                    Assert.True(says == does, $"{template.Id} {string.Join(',', chosen)}: {asked.Key} {category} {label}: says {says}, does {does}");
                    if (does) Assert.Equal(line!.Reason.Korean, Reworded(decision.ReasonFor(Record(category, label)).Korean, requester, line));
                }
            }
        }

        // Nobody else, and nobody for another purpose, sees anything.
        foreach (var stranger in (Requester[])[TestExchange.System("stranger"), TestExchange.System("stranger") with { Purpose = PurposeOfUse.Research }])
        {
            var decision = await decider.DecideAsync(Person, stranger, default);
            Assert.All(DataCategories.All, category => Assert.False(category.Code != DataCategories.Admin && decision.Permits(Record(category.Code, "N"))));
        }
    }

    private static string Pick(RecipientOption option) => option.Named switch { "Organization" => "Organization/clinic", "RelatedPerson" => "RelatedPerson/r1", _ => option.Id };

    // The requester as whom the preview asked, as one who really signs in.
    [Fact]
    public async Task An_English_sentence_calls_an_organisation_as_it_calls_itself_in_English()
    {
        await using var store = await TestStore.OpenAsync();
        await store.PutAsync("Organization", "hongje-homecare", """{"resourceType":"Organization","name":"홍제 재택의료센터","alias":["홍제","Hongje Home Care"]}""", new(null, DataCategories.Admin, "office"));
        ConsentPolicy[] policies = [ConsentSamples.Policy(ConsentSamples.ConsentJson(ConsentSamples.Provision("permit", ConsentSamples.ToClinic)))];

        var line = Assert.Single(ConsentPreview.Of(ConsentSamples.Person, policies, Now, _ => "홍제 재택의료센터", _ => null, await ConsentNames.EnglishAsync(store.Resources, policies, default)));

        Assert.Contains("lets Hongje Home Care see", line.Reason.English, StringComparison.Ordinal);
        Assert.Contains("홍제 재택의료센터", line.Reason.Korean, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, string> NoEnglish = [];

    private static Requester AsIs(PreviewLine line) => line.Recipient switch
    {
        "RelatedPerson/r1" => line.As with { IsSystem = false, Purpose = PurposeOfUse.FamilyRequest },
        var team when team.StartsWith("CareTeam/", StringComparison.Ordinal) => line.As with { OrganizationId = "member", Groups = [] },
        _ => line.As,
    };

    private static string Reworded(string sentence, Requester requester, PreviewLine line) => sentence.Replace(requester.OrganizationDisplay, line.As.OrganizationDisplay, StringComparison.Ordinal);

    private static string Said(PreviewLine line) => $"{line.Recipient} {line.As.Purpose.Code} {line.Reason.Korean} {line.Reason.English} {string.Join(',', line.Categories)} {string.Join(',', line.Partly)} {line.Until:O}";

    private static StoredResource Record(string category, string label) => new(
        "Basic", $"b-{category}-{label}", 1, Now, Deleted: false,
        Encoding.UTF8.GetBytes($$"""{"resourceType":"Basic","id":"b-{{category}}-{{label}}","meta":{"security":[{"system":"{{DataCategories.System}}","code":"{{category}}"},{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{label}}"}]},"code":{"text":"x"},"subject":{"reference":"Patient/{{Person}}"} }"""),
        new(Person, category, "hospital"));

    private static ConsentPolicy Policy(byte[] json, string id)
    {
        using var document = FhirDocument.Parse(json, Schema.R4).Value!;
        return ConsentReader.Read(document.Root, id, 1);
    }
}
