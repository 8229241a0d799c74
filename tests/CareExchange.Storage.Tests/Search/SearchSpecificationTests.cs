using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Sentences of R4's search.html that few servers follow, on both databases.</summary>
public sealed class SearchSpecificationTests
{
    public static TheoryData<string, string, string> Queries => new()
    {
        // #recursive: through what is part of what
        { "Procedure", "location:below=hospital", "in-room in-ward" },
        { "Procedure", "location:below=Location/ward", "in-room in-ward" },
        { "Procedure", "location:below=room", "in-room" },
        { "Procedure", "location:below=elsewhere", "" },
        { "Procedure", "location:below=room,elsewhere", "in-room" },
        { "Procedure", "location:above=room", "in-room in-ward" },
        { "Procedure", "location:above=hospital", "" },
        { "Location", "partof:below=hospital", "room ward" },
        { "Location", "partof:above=ward", "room ward" },
        { "Location", "partof:below=loop-a", "loop-a loop-b" },
        { "Encounter", "part-of:below=stay", "surgery visit" },
        { "Observation", "encounter:below=stay", "o1 o2" },
        { "Observation", "encounter:above=surgery", "o1 o2" },
        { "Observation", "encounter:above=visit", "o1" },

        // #versions: a canonical above and below its versions
        { "CarePlan", "instantiates-canonical=http://x.org/plan", "v1.0 v1.1 v10 v2 vnone" },
        { "CarePlan", "instantiates-canonical=http://x.org/plan|1.0", "v1.0" },
        { "CarePlan", "instantiates-canonical:below=http://x.org/plan", "v1.0 v1.1 v10 v2 vnone" },
        { "CarePlan", "instantiates-canonical:below=http://x.org/plan|1", "v1.0 v1.1" },
        { "CarePlan", "instantiates-canonical:below=http://x.org/plan|1,http://x.org/plan|2", "v1.0 v1.1 v2" },
        { "CarePlan", "instantiates-canonical:above=http://x.org/plan|2.5.1", "v2" },

        // #uri: the part behind the bar asks for the version
        { "ValueSet", "url=http://x.org/vs", "vs1 vs2" },
        { "ValueSet", "url=http://x.org/vs|1.2", "vs1" },
        { "ValueSet", "url=http://x.org/vs|1.2,http://x.org/vs|2.0", "vs1 vs2" },
        { "ValueSet", "url=http://x.org/vs|3", "" },
        { "ValueSet", "url=http://x.org/vs|", "vs1 vs2" },
        { "ValueSet", "url=urn:oid:1.2.3|1", "vs3" },
        { "Basic", "_profile=http://x.org/p|1", "" },

        // #mimetype
        { "DocumentReference", "contenttype=text/xml", "xml" },
        { "DocumentReference", "contenttype:below=text/xml", "xml xml-utf8" },
        { "DocumentReference", "contenttype:below=text", "plain xml xml-utf8" },
        { "DocumentReference", "contenttype:below=text/xml,application/pdf", "pdf xml xml-utf8" },
        { "DocumentReference", "contenttype:below=text/x", "" },

        // #list: by function
        { "AllergyIntolerance", "_list=$current-allergies", "nuts penicillin" },
        { "AllergyIntolerance", "_list=$current-drug-allergies", "penicillin" },
        { "AllergyIntolerance", "patient=p1&_list=$current-allergies", "nuts" },
        { "Condition", "_list=$current-problems", "c1" },
        { "Condition", "_list=$current-problems,other", "c1 c2" },
        { "Condition", "_list=List/other", "c2" },
        { "Condition", "_list=$current-allergies", "" },

        // #modifiers: every parameter may be missing, also those that never are
        { "Condition", "_id:missing=true", "" },
        { "Condition", "_id:missing=false", "c1 c2" },
        { "Condition", "_lastUpdated:missing=true", "" },
        { "Condition", "_lastUpdated:missing=false", "c1 c2" },

        // #quantity: a system alone
        { "Observation", "value-quantity=5|http://unitsofmeasure.org|", "o1" },
        { "Observation", "value-quantity=5||", "o1 o2" },
        { "Observation", "value-quantity=5", "o1 o2" },
        { "Observation", "value-quantity=5|http://other.org|", "" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_query_finds_what_the_specification_says(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var wrong = new List<string>();
        foreach (var row in Queries)
        {
            var (type, query, expected) = row.Data;
            var ids = string.Join(' ', (await store.SearchAsync(type, query)).Matches.Select(match => match.Id).Order(StringComparer.Ordinal));
            if (ids != expected) wrong.Add($"{type}?{query}: expected [{expected}], found [{ids}]");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("Procedure", "location:below=Patient/x/y")]
    [InlineData("CarePlan", "instantiates-canonical:below=http://x.org/plan|1|2")]
    [InlineData("DocumentReference", "contenttype:below=text/xml/x")]
    [InlineData("Condition", "_list=$current-wishes")]
    [InlineData("Condition", "_id:missing=perhaps")]
    [InlineData("Patient", @"family=a\b")]
    [InlineData("Patient", @"identifier=a\")]
    public async Task What_the_specification_calls_illegal_is_refused(string type, string query)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        Assert.Equal("search-value", Assert.Single(store.Parser.Parse(type, TestStore.Pairs(query), "r").Issues).Rule);
    }

    [Fact]
    public async Task A_modifier_that_leads_nowhere_is_refused()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        foreach (var query in (string[])["patient:below=p1", "code-value-quantity:missing=true"])
        {
            Assert.Equal("search-modifier-unknown", Assert.Single(store.Parser.Parse("Observation", TestStore.Pairs(query), "r").Issues).Rule);
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_place_on_the_way_that_nobody_may_know_of_leads_nowhere(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var access = AccessPredicate.Unrestricted.Bounded(type => type == "Location" ? store.Resources.Matcher.Read(type, [new("_id:not", "ward")]).Value! : null);

        Assert.Equal("", await store.IdsAsync("Procedure", "location:below=hospital", access));
        Assert.Equal("in-room", await store.IdsAsync("Procedure", "location:below=room", access));
    }

    private static async Task FillAsync(TestStore store)
    {
        (string Type, string Id, string Elements)[] all =
        [
            ("Location", "hospital", ""),
            ("Location", "ward", ""","partOf":{"reference":"Location/hospital"}"""),
            ("Location", "room", ""","partOf":{"reference":"Location/ward"}"""),
            ("Location", "loop-a", ""","partOf":{"reference":"Location/loop-b"}"""),
            ("Location", "loop-b", ""","partOf":{"reference":"Location/loop-a"}"""),
            ("Procedure", "in-room", ""","location":{"reference":"Location/room"}"""),
            ("Procedure", "in-ward", ""","location":{"reference":"Location/ward"}"""),
            ("Encounter", "stay", ""),
            ("Encounter", "visit", ""","partOf":{"reference":"Encounter/stay"}"""),
            ("Encounter", "surgery", ""","partOf":{"reference":"Encounter/visit"}"""),
            ("Observation", "o1", ""","encounter":{"reference":"Encounter/visit"},"valueQuantity":{"value":5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}"""),
            ("Observation", "o2", ""","encounter":{"reference":"Encounter/surgery"},"valueQuantity":{"value":5,"unit":"cups"}"""),
            ("CarePlan", "v1.0", ""","instantiatesCanonical":["http://x.org/plan|1.0"]"""),
            ("CarePlan", "v1.1", ""","instantiatesCanonical":["http://x.org/plan|1.1"]"""),
            ("CarePlan", "v10", ""","instantiatesCanonical":["http://x.org/plan|10"]"""),
            ("CarePlan", "v2", ""","instantiatesCanonical":["http://x.org/plan|2"]"""),
            ("CarePlan", "vnone", ""","instantiatesCanonical":["http://x.org/plan"]"""),
            ("ValueSet", "vs1", ""","url":"http://x.org/vs","version":"1.2" """),
            ("ValueSet", "vs2", ""","url":"http://x.org/vs","version":"2.0" """),
            ("ValueSet", "vs3", ""","url":"urn:oid:1.2.3","version":"1" """),
            ("DocumentReference", "xml", ""","content":[{"attachment":{"contentType":"text/xml"}}]"""),
            ("DocumentReference", "xml-utf8", ""","content":[{"attachment":{"contentType":"text/xml; charset=UTF-8"}}]"""),
            ("DocumentReference", "plain", ""","content":[{"attachment":{"contentType":"text/plain"}}]"""),
            ("DocumentReference", "pdf", ""","content":[{"attachment":{"contentType":"application/pdf"}}]"""),
            ("AllergyIntolerance", "nuts", ""","category":["food"],"patient":{"reference":"Patient/p1"}"""),
            ("AllergyIntolerance", "penicillin", ""","category":["medication"],"patient":{"reference":"Patient/p2"}"""),
            ("AllergyIntolerance", "former", ""","category":["medication"],"patient":{"reference":"Patient/p1"}"""),
            ("Condition", "c1", ""),
            ("Condition", "c2", ""),
            ("List", "allergies", Items("current", "http://terminology.hl7.org/CodeSystem/list-example-use-codes", "allergies", "AllergyIntolerance/nuts")),
            ("List", "allergies-loinc", Items("current", "http://loinc.org", "48765-2", "AllergyIntolerance/penicillin")),
            ("List", "allergies-before", Items("retired", "http://loinc.org", "48765-2", "AllergyIntolerance/former")),
            ("List", "problems", Items("current", "http://loinc.org", "11450-4", "Condition/c1")),
            ("List", "other", Items("current", "urn:x", "other", "Condition/c2")),
        ];
        foreach (var (type, id, rest) in all) await store.PutAsync(type, id, $$"""{"resourceType":"{{type}}"{{rest}}}""");
    }

    private static string Items(string status, string system, string code, string item) =>
        $$$""","status":"{{{status}}}","code":{"coding":[{"system":"{{{system}}}","code":"{{{code}}}"}]},"entry":[{"item":{"reference":"{{{item}}}"}}]""";
}
