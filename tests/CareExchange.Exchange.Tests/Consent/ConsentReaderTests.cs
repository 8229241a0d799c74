using CareExchange.Exchange.Consent;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class ConsentReaderTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "type", Provision("allow", ToClinic) },
        { "type", Provision("permit", Except($"{{{ToClinic}}}")) },
        { "period", Provision("permit", Part("period", """{"start":"yesterday"}""")) },
        { "period", Provision("permit", Part("period", "{}")) },
        { "period", Provision("permit", Part("period", """{"start":"2027-01-01","end":"2026-01-01"}""")) },
        { "period", Provision("permit", Part("period", """{"end":"2026-13-01"}""")) },
        { "data-period", Provision("permit", Part("dataPeriod", """{"start":"x"}""")) },
        { "actor", Provision("permit", Part("actor", "[{}]")) },
        { "actor", Provision("permit", Part("actor", """[{"reference":{"reference":"Organization/hongje-homecare"}}]""")) },
        { "actor", Provision("permit", To("http://elsewhere.example/Organization/hongje-homecare")) },
        { "actor", Provision("permit", To("#contained")) },
        { "actor", Provision("permit", ToClinic.Replace("IRCP", "CST", StringComparison.Ordinal)) },
        { "json", Provision("permit", Part("actor", "[]")) },
        { "json", Provision("permit", Part("class", "[]")) },
        { "json", Provision("permit", Part("class", "[null]")) },
        { "json", Provision("permit", Part("class", "null")) },
        { "json", Provision("deny", Part("type", "\"permit\"")) },
        { "class", Provision("permit", Part("class", "\"clinical\"")) },
        { "class", Provision("permit", Part("class", """[{"system":"urn:careexchange:data-category"}]""")) },
        { "code", Provision("permit", Part("code", """[{"text":"everything"}]""")) },
        { "purpose", Provision("permit", Part("purpose", """[{"display":"treatment"}]""")) },
        { "securityLabel", Provision("permit", Part("securityLabel", """[{"display":"normal"}]""")) },
        { "data", Provision("permit", Part("data", """[{"reference":{"reference":"Observation/o1"}}]""")) },
        { "data", Provision("permit", Part("data", """[{"meaning":"instance"}]""")) },
        { "element", Provision("permit", Part("modifierExtension", """[{"url":"urn:x","valueBoolean":true}]""")) },
        { "element", Provision("permit", Part("purposes", """[{"code":"HRESCH"}]""")) },
        { "provision", "\"permit\"" },
        { "category", Provision("permit", Classes("everything")) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_provision_opens_nothing_and_says_why(string rule, string provision)
    {
        var json = ConsentJson(provision);
        var resource = Observation("o1");

        Assert.Contains(Policy(json).Issues, issue => issue.Rule == $"consent-{rule}");
        Assert.False((await DecideAsync(Nurse, [json], [resource])).Permits(resource));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_refusal_still_refuses(string rule, string provision)
    {
        if (rule is "category" || provision.Contains("provision", StringComparison.Ordinal) || !provision.Contains("\"permit\"", StringComparison.Ordinal)) return;
        var refusal = provision.StartsWith('{') ? provision.Replace("\"type\":\"permit\"", "\"type\":\"deny\"", StringComparison.Ordinal) : provision;
        var resource = Observation("o1");

        var decision = await DecideAsync(Nurse, [ConsentJson(Provision("permit"), "2026-01-01"), ConsentJson(refusal, "2026-02-01")], [resource]);

        Assert.False(decision.Permits(resource));
        Assert.False(InPredicate(decision, resource));
    }

    [Fact]
    public async Task A_malformed_part_closes_the_exceptions_inside_it_too()
    {
        var resource = Observation("o1");
        var json = ConsentJson(Provision("permit", Part("period", """{"end":"never"}"""), Except(Provision("permit", ToClinic, Classes("clinical")))));

        Assert.False((await DecideAsync(Nurse, [json], [resource])).Permits(resource));
    }

    [Theory]
    [InlineData("scope", "\"scope\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"patient-privacy\"}]}", "\"scope\":{\"text\":\"privacy\"}")]
    [InlineData("patient", "\"patient\":{\"reference\":\"Patient/p1\"}", "\"patient\":{\"display\":\"김가온(가명)\"}")]
    [InlineData("patient", "Patient/p1", "https://elsewhere.example/Patient/p1")]
    [InlineData("modifier", "\"status\":\"active\"", "\"status\":\"active\",\"modifierExtension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}]")]
    [InlineData("modifier", "\"status\":\"active\"", "\"status\":\"active\",\"implicitRules\":\"urn:x\"")]
    [InlineData("verification", "\"status\":\"active\"", "\"status\":\"active\",\"verification\":[{\"verified\":false}]")]
    [InlineData("organization", "\"status\":\"active\"", "\"status\":\"active\",\"organization\":[{\"display\":\"somebody\"}]")]
    [InlineData("json", "\"status\":\"active\"", "\"status\":\"active\",\"organization\":[]")]
    public async Task What_is_wrong_around_the_provision_closes_it(string rule, string good, string bad)
    {
        var resource = Observation("o1");
        var json = ConsentJson(Provision("permit"));
        Assert.True((await DecideAsync(Nurse, [json], [resource])).Permits(resource));

        var changed = json.Replace(good, bad, StringComparison.Ordinal);

        Assert.Contains(Policy(changed).Issues, issue => issue.Rule == $"consent-{rule}");
        Assert.False((await DecideAsync(Nurse, [changed], [resource])).Permits(resource));
    }

    [Fact]
    public void A_typed_and_an_untyped_root_are_both_accepted()
    {
        Assert.Equal("Consent.provision", Assert.Single(Policy(ConsentJson(Provision("permit", ToClinic))).Statements).Path);
        var inner = Assert.Single(Policy(ConsentJson($"{{{ToClinic},{Except(Provision("permit", Classes("clinical")))}}}")).Statements);
        Assert.Equal("Consent.provision.provision[0]", inner.Path);
        Assert.True(inner.Actors.IsStated);
    }

    [Fact]
    public async Task Categories_may_stand_in_code_as_a_list()
    {
        var json = ConsentJson(Provision("permit", Part("code", """
            [{"coding":[{"system":"urn:careexchange:data-category","code":"identity"}]},{"coding":[{"system":"urn:careexchange:data-category","code":"clinical"}]}]
            """)));
        var decision = await DecideAsync(Nurse, [json]);

        Assert.True(decision.Permits(Observation("o1")));
        Assert.False(decision.Permits(Observation("o2", DataCategories.Cognition)));
        Assert.Equal(["identity", "clinical"], Assert.Single(decision.Reasons).Categories);
    }

    [Fact]
    public async Task A_consent_about_one_organisations_data_opens_no_others_but_the_shared_patient()
    {
        var json = ConsentJson(Provision("permit", ToClinic, Classes("identity", "cognition")), more: ""","organization":[{"reference":"Organization/seodaemun-dementia"}]""");
        var decision = await DecideAsync(Nurse, [json]);

        Assert.True(decision.Permits(Observation("o1", "cognition", source: "seodaemun-dementia")));
        Assert.False(decision.Permits(Observation("o2", "cognition", source: "seodaemun")));
        Assert.True(decision.Permits(Stored("Patient", "p1", """{"resourceType":"Patient"}""", "identity", "nhis-seodaemun")));
        Assert.True(InPredicate(decision, Observation("o1", "cognition", source: "seodaemun-dementia")));
        Assert.False(InPredicate(decision, Observation("o2", "cognition", source: "seodaemun")));
    }

    [Fact]
    public void Any_mutilated_consent_is_read_without_exception()
    {
        var random = new Random(11);
        var sample = ConsentJson(Provision("permit", ToClinic, Purposes("TREAT"), Classes("clinical"), Confidentiality("N", "PSY"), Except(Provision("deny", Classes("cognition")))));
        for (var run = 0; run < 3000; run++)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(sample);
            for (var hits = random.Next(1, 5); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0a "[random.Next(10)];
            var policy = ConsentReader.Read(Stored(sample) with { Json = bytes });
            Assert.NotNull(policy.Statements);
        }
    }
}
