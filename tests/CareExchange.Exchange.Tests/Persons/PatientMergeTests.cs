using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using Xunit;

namespace CareExchange.Exchange.Tests.Persons;

public sealed class PatientMergeTests
{
    private const string Nhis = """
        {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">480302-2000001</div>"},
        "identifier":[{"system":"urn:careexchange:nhis-ltc-no","value":"L0001"},{"system":"https://mois.go.kr/rrn","value":"480302-2000001"}],
        "name":[{"text":"김가온(가명)"}],"gender":"female","birthDate":"1948-03-02",
        "telecom":[{"system":"phone","value":"010-1111-2222","use":"mobile"}],
        "address":[{"use":"home","type":"postal","text":"서울시 서대문구 가재울로 12"}]}
        """;

    private const string Municipality = """
        {"resourceType":"Patient","identifier":[{"system":"urn:careexchange:municipal-case","value":"C-7"}],
        "name":[{"text":"김 가온(가명)"}],"gender":"female","birthDate":"1948-03-02",
        "address":[{"use":"home","type":"physical","text":"서울특별시 서대문구 거북골로 3"},{"use":"home","type":"postal","text":"서울특별시 서대문구 가재울로 12"}],
        "contact":[{"name":{"text":"딸(가명)"},"telecom":[{"system":"phone","value":"010-9"}]}]}
        """;

    private const string Dementia = """
        {"resourceType":"Patient","identifier":[{"system":"urn:careexchange:dementia-no","value":"D-1"}],"name":[{"text":"김가온(가명)"}],"birthDate":"1948-03-02"}
        """;

    [Fact]
    public void What_one_organisation_says_of_a_new_person_is_stored_as_it_was_written_each_item_with_its_mark()
    {
        var merged = Merge("", """
            {"resourceType":"Patient","identifier":[ {"system":"urn:x","value":"\u0041" } ],
            "name":[{"text":"가온"},{"text":"다온","extension":[{"url":"urn:own","valueBoolean":true}]}],"telecom":[{"system":"phone"}],"extension":[{"url":"urn:e","valueDecimal":1.50}]}
            """, "o\"1");

        const string Mark = """{"url":"{0}","valueReference":{"reference":"Organization/o\u00221"}}""";
        var mark = Mark.Replace("{0}", PartMarks.SourceUrl, StringComparison.Ordinal);
        Assert.Contains($$""""identifier":[{"system":"urn:x","value":"\u0041","extension":[{{mark}}]}]"""", merged, StringComparison.Ordinal);
        Assert.Contains($$""""telecom":[{"system":"phone","extension":[{{mark}}]}]"""", merged, StringComparison.Ordinal);
        Assert.Contains(""""extension":[{"url":"urn:e","valueDecimal":1.50}]"""", merged, StringComparison.Ordinal);
        Assert.Contains($$""""{"text":"다온","extension":[{"url":"urn:own","valueBoolean":true},{{mark}}]}]"""", merged, StringComparison.Ordinal);
        var names = JsonNode.Parse(merged)!["name"]!.AsArray();
        Assert.Equal(["가온", "다온"], names.Select(name => (string?)name!["text"]));
        Assert.Equal([1, 2], names.Select(name => name!["extension"]!.AsArray().Count));
        Assert.Equal(merged, Merge(merged, merged, "o\"1"));
    }

    [Fact]
    public void The_resident_number_leaves_nothing_but_that_it_is_known()
    {
        var merged = Merge("", Nhis, "nhis-seodaemun");

        Assert.DoesNotContain("2000001", merged, StringComparison.Ordinal);
        var traits = PersonTraits.Of(TestStore.Parse(merged).Root);
        Assert.True(traits.HasResidentNumber);
        Assert.Null(traits.ResidentNumber);
    }

    [Fact]
    public void The_same_input_again_changes_not_one_byte()
    {
        var once = Merge(Merge("", Nhis, "nhis-seodaemun"), Municipality, "seodaemun");

        Assert.Equal(once, Merge(once, Municipality, "seodaemun"));
        Assert.Equal(once, Merge(once, Nhis, "nhis-seodaemun"));
    }

    [Fact]
    public void Whoever_comes_first_the_same_lists_come_out()
    {
        (string Json, string Source)[] contributions = [(Nhis, "nhis-seodaemun"), (Municipality, "seodaemun"), (Dementia, "seodaemun-dementia")];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        var results = orders.Select(order => order.Aggregate("", (patient, index) => Merge(patient, contributions[index].Json, contributions[index].Source)));

        Assert.Single(results.Select(json => string.Join('\n', from name in (string[])["identifier", "telecom", "contact"]
                                                               from item in TestStore.Parse(json).Root.Children(name).ToArray()
                                                               select Encoding.UTF8.GetString(item.Raw))).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void What_one_organisation_alone_says_stands_as_it_was_said()
    {
        const string said = """
            {"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">김가온</div>"},
            "_active":{"extension":[{"url":"urn:x","valueString":"y"}]},
            "identifier":[{"system":"urn:z","value":"2"},{"use":"temp","type":{"text":"first"}},{"use":"temp","type":{"text":"second"}}],
            "name":[{"use":"official","family":"김","_family":{"id":"f"},"given":["가온"]},{"use":"nickname","given":["가"]},{"use":"nickname","given":["나"]}],
            "telecom":[{"system":"phone","value":"010-2","use":"mobile"},{"system":"phone","value":"010-1","use":"mobile"}],
            "birthDate":"1948-03-02","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"1948-03-02T10:00:00+09:00"}]},
            "_deceasedDateTime":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}}
            """;

        var kept = TestStore.Parse(Merge("", said, "seodaemun"));
        var read = JsonNode.Parse(PartCut.Apply(kept, "seodaemun", (_, _) => true));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(said), read), read!.ToJsonString());
        Assert.Equal(Merge("", said, "seodaemun"), Merge(Merge("", said, "seodaemun"), said, "seodaemun"));
    }

    [Fact]
    public void A_narrative_goes_when_somebody_else_adds_something_and_when_a_part_is_withheld()
    {
        var said = Dementia.Replace("\"identifier\"", "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>가온</div>\"},\"identifier\"", StringComparison.Ordinal);
        var alone = Merge("", said, "seodaemun-dementia");

        Assert.Contains("div", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("div", Merge(alone, Municipality, "seodaemun"), StringComparison.Ordinal);
        Assert.DoesNotContain("div", Encoding.UTF8.GetString(PartCut.Apply(TestStore.Parse(alone), "seodaemun-dementia", (_, _) => false)), StringComparison.Ordinal);
        Assert.DoesNotContain("div", Merge("", said.Replace(">가온<", ">D-1<", StringComparison.Ordinal), "seodaemun-dementia"), StringComparison.Ordinal);
    }

    [Fact]
    public void Registered_and_actual_address_stand_side_by_side_and_two_spellings_are_one()
    {
        var merged = TestStore.Parse(Merge(Merge("", Nhis, "nhis-seodaemun"), Municipality, "seodaemun")).Root;

        Assert.Equal(["physical", "postal"], merged.Children("address").ToArray().Select(address => address["type"].Text).Order(StringComparer.Ordinal));
        Assert.Single(merged.Children("name").ToArray());
    }

    [Fact]
    public void A_new_address_replaces_what_only_the_same_partner_stated_in_that_place()
    {
        var moved = Municipality.Replace("거북골로 3", "홍은로 9", StringComparison.Ordinal);
        var merged = Merge(Merge(Merge("", Nhis, "nhis-seodaemun"), Municipality, "seodaemun"), moved, "seodaemun");

        Assert.DoesNotContain("거북골로", merged, StringComparison.Ordinal);
        Assert.Contains("홍은로 9", merged, StringComparison.Ordinal);
        Assert.Contains("가재울로 12", merged, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_another_partner_still_states_stays()
    {
        var both = Merge(Merge("", Nhis, "nhis-seodaemun"), Municipality, "seodaemun");
        var moved = Nhis.Replace("가재울로 12", "연희로 1", StringComparison.Ordinal);

        var merged = Merge(both, moved, "nhis-seodaemun");

        Assert.Contains("가재울로 12", merged, StringComparison.Ordinal);
        Assert.Contains("연희로 1", merged, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_are_never_dropped_and_carry_their_category_and_source()
    {
        var merged = TestStore.Parse(Merge(Merge("", Dementia, "seodaemun-dementia"), Nhis, "nhis-seodaemun")).Root;

        var registration = merged.Children("identifier").ToArray().Single(identifier => identifier["system"].Text == "urn:careexchange:dementia-no");

        Assert.Equal("D-1", registration["value"].Text);
        var extensions = registration.Children("extension").ToArray();
        Assert.Equal("cognition", extensions.Single(extension => extension["url"].Text == PartMarks.InlineLabelUrl)["value"]["code"].Text);
        Assert.Equal("Organization/seodaemun-dementia", extensions.Single(extension => extension["url"].Text == PartMarks.SourceUrl)["value"]["reference"].Text);
    }

    [Fact]
    public void Single_values_are_filled_and_not_overwritten_but_a_death_is_taken_over()
    {
        var first = Merge("", Dementia, "seodaemun-dementia");
        var second = Merge(first, Nhis.Replace("1948-03-02", "1949-01-01", StringComparison.Ordinal), "nhis-seodaemun");
        var third = Merge(second, """{"resourceType":"Patient","deceasedDateTime":"2026-04-30"}""", "seodaemun");

        var patient = TestStore.Parse(third).Root;

        Assert.Equal(("female", "1948-03-02", "2026-04-30"), (patient["gender"].Text, patient["birthDate"].Text, patient["deceased"].Text));
    }

    [Fact]
    public void Id_and_meta_of_the_stored_patient_stay_as_they_are()
    {
        const string stored = """{"resourceType":"Patient","id":"p1","meta":{"versionId":"3","lastUpdated":"2026-01-01T00:00:00.000Z"},"name":[{"text":"김가온(가명)"}]}""";

        var patient = TestStore.Parse(Merge(stored, Nhis, "nhis-seodaemun")).Root;

        Assert.Equal(("p1", "3"), (patient["id"].Text, patient["meta"]["versionId"].Text));
    }

    [Theory]
    [InlineData("{\"resourceType\":\"Observation\"}")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_patient_gives_an_issue(string json) =>
        Assert.NotEmpty(PatientMerge.Merge(default, Encoding.UTF8.GetBytes(json), "x").Issues);

    [Fact]
    public void Any_mutilated_patient_gives_a_value_or_an_issue_and_merging_it_twice_is_merging_it_once()
    {
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            var bytes = Encoding.UTF8.GetBytes(run % 2 == 0 ? Nhis : Municipality);
            for (var hits = random.Next(1, 4); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0a "[random.Next(10)];
            var merged = PatientMerge.Merge(default, bytes, "x");
            if (merged.Value is not { } once)
            {
                Assert.NotEmpty(merged.Issues);
                continue;
            }

            Assert.Equal(once, PatientMerge.Merge(once, bytes, "x").Value);
        }
    }

    private static string Merge(string existing, string incoming, string source)
    {
        var merged = PatientMerge.Merge(Encoding.UTF8.GetBytes(existing), Encoding.UTF8.GetBytes(incoming), source);
        Assert.True(merged.Succeeded, string.Join(' ', merged.Issues.Select(issue => issue.English)));
        Assert.NotNull(FhirDocument.Parse(merged.Value, Schema.R4).Value);
        return Encoding.UTF8.GetString(merged.Value);
    }
}
