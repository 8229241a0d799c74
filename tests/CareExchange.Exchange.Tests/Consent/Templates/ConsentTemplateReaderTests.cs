using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent.Templates;

namespace CareExchange.Exchange.Tests.Consent.Templates;

/// <summary>A template that could not be agreed to lawfully, or that says something nobody knows, is no template.</summary>
public sealed class ConsentTemplateReaderTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void The_templates_that_come_with_the_gateway_say_everything_in_both_languages()
    {
        Assert.Equal(["caregiver", "hospital-discharge", "keep-from", "shared-care", "unique-numbers"], ConsentTemplateLibrary.Default.Select(template => template.Id).Order(StringComparer.Ordinal));
        Assert.All(ConsentTemplateLibrary.Default.SelectMany(template => template.Choices).Where(choice => choice.Effect == ChoiceEffect.Permit), choice =>
        {
            Assert.NotNull(choice.Statements);
            Assert.Contains("권리", choice.Statements.Refusal.Korean, StringComparison.Ordinal);
        });
    }

    // PIPA 17(2), 22, 23: what is missing or mixed refuses the template, and the issue says where.
    public static TheoryData<string, string, string> Faults => new()
    {
        { "choices[0].statements", "null", "$.choices[0].statements" },
        { "choices[0].statements.retention.ko", "\" \"", "$.choices[0].statements.retention" },
        { "choices[0].statements.refusal.en", "\"\"", "$.choices[0].statements.refusal" },
        { "choices[0].purposes", "[]", "$.choices[0].purposes" },
        { "choices[0].purposes", "[\"FUN\"]", "$.choices[0].purposes" },
        { "choices[0].recipients", "[]", "$.choices[0].recipients" },
        { "choices[0].recipients[0].named", "\"Organization\"", "$.choices[0].recipients" },
        { "choices[0].recipients[1].named", "\"Practitioner\"", "$.choices[0].recipients" },
        { "choices[0].categories", "[]", "$.choices[0].categories" },
        { "choices[0].categories", "[\"service\",\"clinical\"]", "$.choices[0].categories" },
        { "choices[0].categories", "[\"clinical\"]", "$.choices[0].categories" },
        { "choices[0].categories", "[\"admin\"]", "$.choices[0].categories" },
        { "choices[0].categories", "[\"everything\"]", "$.choices[0].categories" },
        { "choices[1].categories", "[\"clinical\",\"sensitive\"]", "$.choices[1].categories" },
        { "choices[0].months", "0", "$.choices[0].months" },
        { "choices[0].months", "99", "$.choices[0].months" },
        { "choices[0].mostMonths", "1000", "$.choices[0].months" },
        { "choices[0].mandate", "true", "$.choices[0]" },
        { "choices[0].uniqueNumbers", "true", "$.choices[0].uniqueNumbers" },
        { "choices[2].uniqueNumbers", "true", "$.choices[2]" },
        { "choices[2].labels", "[\"SECRET\"]", "$.choices[2].labels" },
        { "choices[2].labels", "[]", "$.choices[2]" },
        { "choices[2].purposes", "[\"TREAT\"]", "$.choices[2]" },
        { "choices[1].id", "\"plan\"", "$.choices" },
        { "id", "\"Two Words\"", "$.id" },
        { "version", "\"\"", "$.version" },
        { "validUntil", "\"2020-01-01\"", "$.validUntil" },
        { "validFrom", "\"soon\"", "$.validFrom" },
        { "title.en", "\"\"", "$.title" },
        { "title.en", "null", "$.title" },
        { "choices", "[]", "$.choices" },
        { "choices[0].effect", "\"perhaps\"", "$.choices[0].effect" },
        { "choices[0].effect", "0", "$.choices[0].effect" },
        { "surprise", "1", "$" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_missing_mixed_or_unknown_refuses_the_whole_template(string path, string value, string place)
    {
        var template = Template();
        Set(template, path, JsonNode.Parse(value));
        var read = ConsentTemplateReader.Read(Encoding.UTF8.GetBytes(template.ToJsonString()));
        Assert.False(read.Succeeded);
        Assert.Contains(read.Issues, issue => issue.Rule == "consent-template" && issue.Expression!.StartsWith(place, StringComparison.Ordinal) && issue.Korean.Length > 0);
    }

    [Fact]
    public void Any_bytes_give_a_template_or_an_issue()
    {
        var random = new Random(1);
        var whole = Encoding.UTF8.GetBytes(Template().ToJsonString());
        for (var round = 0; round < 2000; round++)
        {
            var bytes = whole.ToArray();
            for (var change = 0; change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var read = ConsentTemplateReader.Read(bytes.AsSpan(0, round % 3 == 0 ? random.Next(bytes.Length) : bytes.Length));
            Assert.True(read.Succeeded || read.Issues.Count > 0);
        }
    }

    [Fact]
    public void What_is_over_or_not_begun_or_of_another_organisation_is_not_offered()
    {
        var (over, later, others) = (Template(), Template(), Template());
        (over["id"], over["validUntil"]) = ("over", "2026-11-21");
        (later["id"], later["validFrom"]) = ("later", "2026-11-23");
        (others["id"], others["organizations"]) = ("others", new JsonArray("seodaemun"));
        var library = new ConsentTemplateLibrary([.. ((JsonObject[])[over, later, others]).Select(Read)], new Dictionary<string, string>());

        Assert.Equal(["caregiver", "hospital-discharge", "keep-from", "shared-care", "unique-numbers"], library.Offered(Day, "hongje-homecare").Select(template => template.Id));
        Assert.Contains("others", library.Offered(Day, "seodaemun").Select(template => template.Id));
        Assert.Equal("consent-template-expired", library.Find("over", null, Day, null).Issues[0].Rule);
        Assert.Equal("consent-template-expired", library.Find("later", "1.0.0", Day, null).Issues[0].Rule);
        Assert.Equal("consent-template-unknown", library.Find("others", null, Day, "hongje-homecare").Issues[0].Rule);
        Assert.Equal("consent-template-unknown", library.Find("shared-care", "9", Day, null).Issues[0].Rule);
    }

    [Fact]
    public void The_newest_valid_version_is_offered_and_an_older_one_is_still_known()
    {
        var (one, ten, next) = (Template(), Template(), Template());
        (one["version"], ten["version"], next["version"], next["validFrom"]) = ("1.2.0", "1.10.0", "2.0.0", "2027-01-01");
        var library = new ConsentTemplateLibrary([.. ((JsonObject[])[one, ten, next]).Select(Read)], new Dictionary<string, string>());
        Assert.Equal("1.10.0", library.Offered(Day, null).Single(template => template.Id == "own").Version);
        Assert.Equal("2.0.0", library.Offered(new(2027, 2, 1), null).Single(template => template.Id == "own").Version);
        Assert.Equal("plan", library.Of("urn:careexchange:consent-template:own|1.2.0#plan")!.Value.Choice.Id);
        Assert.Null(library.Of("urn:careexchange:consent-template:own|1.2.0#else"));
    }

    private static ConsentTemplate Read(JsonObject template) => ConsentTemplateReader.Read(Encoding.UTF8.GetBytes(template.ToJsonString())).Value!;

    private static void Set(JsonNode node, string path, JsonNode? value)
    {
        var parts = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var part in parts[..^1]) node = int.TryParse(part, out var at) ? node[at]! : node[part]!;
        if (node is JsonArray list) list[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        else node[parts[^1]] = value;
    }

    internal static JsonObject Template() => JsonNode.Parse("""
        {"id":"own","version":"1.0.0","validFrom":"2026-01-01","title":{"ko":"서식","en":"Form"},"lead":{"ko":"안내","en":"Lead"},"choices":[
          {"id":"plan","effect":"permit","title":{"ko":"계획","en":"Plan"},"text":{"ko":"글","en":"Text"},"categories":["service"],"purposes":["TREAT"],
           "recipients":[{"id":"team","careTeam":true,"text":{"ko":"팀","en":"Team"}},{"id":"named","named":"Organization","text":{"ko":"기관","en":"Organisation"}}],"months":12,"mostMonths":24,
           "statements":{"purpose":{"ko":"목적","en":"Purpose"},"items":{"ko":"항목","en":"Items"},"retention":{"ko":"기간","en":"Period"},"refusal":{"ko":"거부할 권리","en":"Refusal"}}},
          {"id":"health","effect":"permit","sensitive":true,"title":{"ko":"건강","en":"Health"},"text":{"ko":"글","en":"Text"},"categories":["clinical"],"purposes":["TREAT"],
           "recipients":[{"id":"named","named":"Organization","text":{"ko":"기관","en":"Organisation"}}],"months":6,"mostMonths":12,
           "statements":{"purpose":{"ko":"목적","en":"Purpose"},"items":{"ko":"항목","en":"Items"},"retention":{"ko":"기간","en":"Period"},"refusal":{"ko":"거부할 권리","en":"Refusal"}}},
          {"id":"except","effect":"except","title":{"ko":"제외","en":"Except"},"text":{"ko":"글","en":"Text"},"labels":["R"]}]}
        """)!.AsObject();
}
