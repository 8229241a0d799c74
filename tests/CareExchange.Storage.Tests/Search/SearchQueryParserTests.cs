using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

public sealed class SearchQueryParserTests
{
    [Theory]
    [InlineData("Patient", "nmae=x", "not-supported", "search-parameter-unknown")]
    [InlineData("Patient", "subject=x", "not-supported", "search-parameter-unknown")]
    [InlineData("Observation", "code-value-quantity=x", "value", "search-value")]
    [InlineData("Pazient", "", "not-supported", "resource-type-unknown")]
    [InlineData("Patient", "name:exakt=x", "not-supported", "search-modifier-unknown")]
    [InlineData("Patient", "gender:above=x", "not-supported", "search-code-system")]
    [InlineData("Patient", "_id:text=x", "not-supported", "search-modifier-unknown")]
    [InlineData("Observation", "subject:Organization=1", "not-supported", "search-modifier-unknown")]
    [InlineData("Observation", "code.name=x", "not-supported", "search-chain")]
    [InlineData("Observation", "subject:Patient.nmae=x", "not-supported", "search-parameter-unknown")]
    [InlineData("Observation", "subject.nmae=x", "not-supported", "search-parameter-unknown")]
    [InlineData("Observation", "subject:Organization.name=x", "not-supported", "search-modifier-unknown")]
    [InlineData("Observation", "subject:Patient.birthdate=soon", "value", "search-value")]
    [InlineData("Observation", "has-member.has-member.has-member.has-member.has-member.has-member.has-member.has-member.has-member.code=x", "not-supported", "search-chain")]
    [InlineData("Patient", "_has:Observation:patient=1", "value", "search-chain")]
    [InlineData("Patient", "_has:Observation:code:code=1", "not-supported", "search-chain")]
    [InlineData("Patient", "_has:Observatoin:patient:code=1", "not-supported", "resource-type-unknown")]
    [InlineData("Patient", "_has:Observation:performers:code=1", "not-supported", "search-parameter-unknown")]
    [InlineData("Patient", "_has:Observation:encounter:code=1", "not-supported", "search-modifier-unknown")]
    [InlineData("Observation", "_include=Observation", "value", "search-include")]
    [InlineData("Observation", "_include=Observation:code", "value", "search-include")]
    [InlineData("Observation", "_include=Patient:organization", "value", "search-include")]
    [InlineData("Observation", "_include=Observation:patients", "not-supported", "search-parameter-unknown")]
    [InlineData("Observation", "_include=Observation:patient:Pazient", "not-supported", "resource-type-unknown")]
    [InlineData("Patient", "_revinclude=**", "value", "search-include")]
    [InlineData("Patient", "birthdate=yesterday", "value", "search-value")]
    [InlineData("Patient", "birthdate=2026-13", "value", "search-value")]
    [InlineData("Patient", "birthdate=2026-02-30", "value", "search-value")]
    [InlineData("Patient", "birthdate=xx2026", "value", "search-value")]
    [InlineData("Patient", "name=", "value", "search-value")]
    [InlineData("Patient", "name=a,,b", "value", "search-value")]
    [InlineData("Patient", "gender=", "value", "search-value")]
    [InlineData("Patient", "gender=a|b|c", "value", "search-value")]
    [InlineData("Patient", "gender:missing=maybe", "value", "search-value")]
    [InlineData("Patient", "_id=a b", "value", "search-value")]
    [InlineData("Patient", "_count=-1", "value", "search-value")]
    [InlineData("Patient", "_count=many", "value", "search-value")]
    [InlineData("Patient", "_sort=shoe-size", "not-supported", "search-parameter-unknown")]
    [InlineData("Patient", "_total=some", "value", "search-value")]
    [InlineData("Patient", "_count=1&_count=2", "value", "search-repeated")]
    [InlineData("Observation", "value-quantity=much", "value", "search-value")]
    [InlineData("Observation", "value-quantity=1|mg", "value", "search-value")]
    [InlineData("Observation", "value-quantity=1e99", "value", "search-value")]
    [InlineData("Observation", "subject=Foo/1", "value", "search-value")]
    [InlineData("Observation", "subject:Patient=Group/1", "value", "search-value")]
    public async Task What_is_not_understood_is_an_issue_that_says_what_is(string type, string query, string code, string rule)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var issue = Assert.Single(store.Parser.Parse(type, TestStore.Pairs(query), "r").Issues);

        Assert.Equal((code, rule), (issue.Code, issue.Rule));
        if (rule is "search-parameter-unknown" or "search-modifier-unknown" or "search-value") Assert.False(string.IsNullOrEmpty(issue.Expected));
    }

    [Fact]
    public async Task Every_mistake_of_a_query_is_reported_at_once()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var issues = store.Parser.Parse("Patient", TestStore.Pairs("nmae=x&name=y&birthdate=z"), "r").Issues;

        Assert.Equal(["search-parameter-unknown", "search-value"], issues.Select(issue => issue.Rule));
    }

    [Fact]
    public async Task Escaped_separators_belong_to_the_value()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","identifier":[{"system":"s|t","value":"a,b\\c$"}]}""");

        Assert.Equal("p1", await store.IdsAsync("Patient", @"identifier=s\|t|a\,b\\c\$"));
        Assert.Equal("", await store.IdsAsync("Patient", @"identifier=a,b"));
    }

    [Fact]
    public async Task The_page_size_has_a_default_and_a_cap()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        Assert.Equal(SearchRequest.DefaultCount, store.Query("Patient", "").Count);
        Assert.Equal(SearchRequest.MaximumCount, store.Query("Patient", "_count=100000").Count);
        Assert.Equal("identifier=urn%3Ax%7C1&_count=5", store.Query("Patient", "identifier=urn:x|1&_count=5").Query);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Any_text_gives_a_request_or_an_issue_and_never_an_exception(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var random = new Random(20260302);
        string[] names = ["name", "birthdate", "gender", "general-practitioner", "_id", "_lastUpdated", "_tag", "_cursor", "_count", "name:contains", "identifier:not", "_profile", "\\", ":", "a.b"];
        const string letters = "0123456789-T:+Z.eE|,\\$ gtlesabpn가\ud800\u0000";
        for (var turn = 0; turn < 3000; turn++)
        {
            var value = new string([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => letters[random.Next(letters.Length)])]);
            var parsed = store.Parser.Parse("Patient", [new(names[random.Next(names.Length)], value)], "r");
            if (parsed.Value is { } request) await store.Resources.SearchAsync(request, AccessPredicate.Unrestricted, default);
            else Assert.NotEmpty(parsed.Issues);
        }
    }
}
