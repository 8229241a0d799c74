using System.Text.Json.Nodes;

namespace CareExchange.Mapping.Tests.Maps;

public sealed class BundleCompletionTests
{
    private const string Rules = """
        src -> tgt.type = 'transaction';
        src.rows as row -> tgt.entry as e, e.resource = create('Patient') as p then {
          row.no as no -> p.identifier = id('urn:no', no);
          row.name as name -> p.name as n, n.text = name;
          row.sex as sex -> p.gender = sex;
          row.score as score -> tgt.entry as oe, oe.resource = create('Observation') as o, o.subject = reference(p), o.value = score then {
            row.no as no -> o.identifier = id('urn:score', no);
          };
        };
        """;

    [Fact]
    public void Entries_get_a_conditional_update_a_full_url_and_references_to_it()
    {
        var entries = JsonNode.Parse(Folder.WithRules(Rules).Transform("""{ "rows": [ { "no": "1 가|2", "score": 3 } ] }"""))!["entry"]!.AsArray();

        Assert.Equal("PUT", (string)entries[0]!["request"]!["method"]!);
        Assert.Equal("Patient?identifier=urn:no|1%20%EA%B0%80%5C%7C2", (string)entries[0]!["request"]!["url"]!);
        Assert.StartsWith("urn:uuid:", (string)entries[0]!["fullUrl"]!, StringComparison.Ordinal);
        Assert.Equal((string)entries[0]!["fullUrl"]!, (string)entries[1]!["resource"]!["subject"]!["reference"]!);
        Assert.NotEqual((string)entries[0]!["fullUrl"]!, (string)entries[1]!["fullUrl"]!);
    }

    [Fact]
    public void Rows_about_the_same_resource_become_one_entry_with_their_lists_united()
    {
        var entries = JsonNode.Parse(Folder.WithRules(Rules).Transform(
            """{ "rows": [ { "no": "1", "name": "a" }, { "no": "1", "name": "b", "sex": "female", "score": 3 }, { "no": "1", "name": "a" } ] }"""))!["entry"]!.AsArray();

        Assert.Equal(2, entries.Count);
        Assert.Equal("""{"resourceType":"Patient","identifier":[{"system":"urn:no","value":"1"}],"name":[{"text":"a"},{"text":"b"}],"gender":"female"}""", entries[0]!["resource"]!.ToJsonString());
        Assert.Equal((string)entries[0]!["fullUrl"]!, (string)entries[1]!["resource"]!["subject"]!["reference"]!);
    }

    [Fact]
    public void Rows_that_contradict_each_other_are_an_issue_that_repeats_no_value()
    {
        var issue = Assert.Single(Folder.WithRules(Rules).TryTransform("""{ "rows": [ { "no": "1", "sex": "male" }, { "no": "1", "sex": "female" } ] }""").Issues);

        Assert.Equal("map-entry-conflict", issue.Rule);
        Assert.Contains("Bundle.entry[0].resource.gender", issue.English, StringComparison.Ordinal);
        Assert.Equal("two values", issue.Found);
    }

    [Fact]
    public void A_resource_that_nothing_identifies_is_an_issue() =>
        Assert.Equal("map-entry-identifier", Assert.Single(Folder.WithRules(Rules).TryTransform("""{ "rows": [ { "name": "a" } ] }""").Issues).Rule);

    [Fact]
    public void A_request_of_the_maps_own_is_kept()
    {
        const string Own = "src -> tgt.entry as e, e.resource = create('Basic') as b, e.request as r, r.method = 'POST', r.url = 'Basic';";

        Assert.Contains("""
            "request":{"method":"POST","url":"Basic"}
            """.Trim(), Folder.WithRules(Own).Transform("{}"), StringComparison.Ordinal);
    }
}
