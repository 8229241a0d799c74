using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Two stores that differ in nothing but the elements a reader does not see must answer that reader alike, whatever is asked.</summary>
public sealed class CutElementsTests
{
    private static readonly string[] Shown = ["Patient.identifier", "Patient.name", "Patient.gender", "Patient.birthDate", "Patient.active", "Observation.status", "Observation.code", "Observation.subject"];

    // p1 to p5 in part, p6 and p7 whole, p8 not at all; places and practitioners whole.
    private static readonly AccessPredicate Reader = AccessPredicate.AnyOf(
    [
        new AccessGrant { Persons = ["p1", "p2", "p3", "p4", "p5"], Categories = ["identity", "clinical"], Elements = Shown },
        new AccessGrant { Persons = ["p6", "p7"] },
        new AccessGrant { Categories = ["admin"] },
    ]);

    private static readonly string[] Values =
    [
        "Seoul", "Busan", "010-1111-1111", "010-2222-2222", "M", "S", "ko", "en", "true", "false", "Practitioner/d1", "Practitioner/d2", "Organization/o1", "Organization/o2",
        "2020-01-01", "2021-02-03", "hidden", "other", "Kim", "Lee", "female", "N1", "gt1", "140", "secret", "final",
    ];

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "17")]
    public async Task What_is_kept_back_changes_no_answer(DatabaseKind kind)
    {
        await using var one = await StoreAsync(kind, 0);
        await using var other = await StoreAsync(kind, 1);
        var (asked, found) = (0, 0);
        foreach (var (type, query) in Queries())
        {
            var first = await AskAsync(one, type, query);
            Assert.Equal((type, query, first), (type, query, await AskAsync(other, type, query)));
            asked++;
            if (first.Contains("p1", StringComparison.Ordinal)) found++;
        }

        // Who is shown in part is found by what is shown.
        Assert.InRange(asked, 1000, 20_000);
        Assert.InRange(found, 100, asked);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_shown_is_asked_and_what_is_kept_back_counts_as_missing(DatabaseKind kind)
    {
        await using var store = await StoreAsync(kind, 0);

        Assert.StartsWith("1: p1 ", await AskAsync(store, "Patient", "name=Person1"), StringComparison.Ordinal);
        Assert.StartsWith("1: p1 ", await AskAsync(store, "Patient", "identifier=N1"), StringComparison.Ordinal);
        Assert.StartsWith("2: p6 p7 ", await AskAsync(store, "Patient", "address-city=Seoul,Busan"), StringComparison.Ordinal);
        Assert.StartsWith("5: p1 p2 p3 p4 p5 ", await AskAsync(store, "Patient", "address-city:missing=true"), StringComparison.Ordinal);
        Assert.StartsWith("0: ", await AskAsync(store, "Patient", "address-city=Seoul,Busan&name=Person1"), StringComparison.Ordinal);
        Assert.StartsWith("5: p1 p2 p3 p4 p5 ", await AskAsync(store, "Patient", "_filter=not (phone eq 010-1111-1111 or phone eq 010-2222-2222)"), StringComparison.Ordinal);
        Assert.StartsWith("2: x6 x7 ", await AskAsync(store, "Observation", "subject:Patient.address-city=Seoul,Busan"), StringComparison.Ordinal);
        Assert.StartsWith("5: x1 x2 x3 x4 x5 ", await AskAsync(store, "Observation", "patient.name=Person1,Person2,Person3,Person4,Person5&_sort=date"), StringComparison.Ordinal);
        Assert.Equal("7: p7 p6 p1 p2 p3 p4 p5 + ", await AskAsync(store, "Patient", "_sort=address-city"));
        Assert.Equal("2: d1 d2 + p6 p7", await AskAsync(store, "Practitioner", "_revinclude=Patient:general-practitioner"));
    }

    [Fact]
    public void Every_parameter_of_every_type_says_what_it_looks_at_or_is_closed()
    {
        var catalog = IndexCatalog.Of(Schema.R4);
        var unknown = new List<string>();
        foreach (var type in catalog.Names.Select(name => catalog.Find(name)!))
        {
            foreach (var parameter in type.Parameters.Values)
            {
                var names = ParameterElements.Of(type.Name, parameter);
                if (names is null) unknown.Add($"{type.Name}.{parameter.Code}");
                else Assert.All(names, name => Assert.True(Schema.R4.FindRoot(type.Name)!.Children.Any(child => child.Definition.Name == name), $"{type.Name}.{parameter.Code}: {name}"));
            }
        }

        // The parts of these are found from the whole resource: closed.
        Assert.All(unknown, name => Assert.StartsWith("MolecularSequence.", name, StringComparison.Ordinal));
        Assert.Equal(2, unknown.Count);
    }

    [Theory]
    [InlineData("Patient", "phone", "telecom")]
    [InlineData("Patient", "deceased", "deceased")]
    [InlineData("Patient", "general-practitioner", "generalPractitioner")]
    [InlineData("Observation", "combo-code", "code component")]
    [InlineData("Observation", "code-value-quantity", "code value")]
    [InlineData("Observation", "component-code-value-quantity", "component")]
    [InlineData("Condition", "onset-age", "onset")]
    [InlineData("Patient", "_tag", "meta")]
    public void A_parameter_looks_at_these_elements(string type, string code, string elements) =>
        Assert.Equal(elements.Split(' '), ParameterElements.Of(type, IndexCatalog.Of(Schema.R4).Find(type)!.Parameters[code])!.Order(StringComparer.Ordinal));

    private static IEnumerable<(string Type, string Query)> Queries()
    {
        foreach (var type in (string[])["Patient", "Observation"])
        {
            foreach (var parameter in IndexCatalog.Of(Schema.R4).Find(type)!.Parameters.Values)
            {
                var code = parameter.Code;
                foreach (var value in Values)
                {
                    yield return (type, $"{code}={value}");
                    if (type == "Patient") yield return ("Observation", $"subject:Patient.{code}={value}");
                    else yield return ("Patient", $"_has:Observation:patient:{code}={value}");
                    if (parameter.Type == "token") yield return (type, $"{code}:not={value}");
                    if (parameter.Type == "string") yield return (type, $"{code}:contains={value}&_sort=-{code}");
                    yield return (type, $"_filter=not ({code} eq {value})");
                }

                foreach (var missing in (string[])["true", "false"])
                {
                    yield return (type, $"{code}:missing={missing}");
                    if (type == "Patient") yield return ("Observation", $"patient.{code}:missing={missing}");
                }

                yield return (type, $"_sort={code}");
                yield return (type, $"_sort=-{code},_id");
                yield return (type, $"status=final&_sort={code}");
                if (parameter.Type != "reference") continue;
                yield return (type, $"_include={type}:{code}");
                foreach (var target in (string[])["Practitioner", "Organization"])
                {
                    yield return (target, $"_revinclude={type}:{code}");
                    yield return (target, $"_has:{type}:{code}:_id={(type == "Patient" ? "p1" : "x1")}");
                }
            }

            foreach (var word in Values)
            {
                yield return (type, $"_content={word}");
                yield return (type, $"_text={word}");
            }

            yield return (type, $"_include={type}:*");
            yield return (type, "_include=*");
            yield return ("Practitioner", $"_revinclude={type}:*");
            yield return ("Organization", "_revinclude=*");
        }
    }

    private static async Task<string> AskAsync(TestStore store, string type, string query)
    {
        var parsed = store.Parser.Parse(type, TestStore.Pairs(query + "&_total=accurate&_count=4"), "r1");
        if (parsed.Value is not { } request || !parsed.Succeeded) return "refused";
        var (ids, along) = (new List<string>(), new List<string>());
        long? total;
        while (true)
        {
            var page = await store.Resources.SearchAsync(request, Reader, default);
            ids.AddRange(page.Matches.Select(match => match.Id));
            along.AddRange(page.Included.Select(resource => resource.Id));
            total = page.Total;
            if (page.NextCursor is null) break;
            request = store.Query(type, "_cursor=" + page.NextCursor);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{total}: {string.Join(' ', ids)} + {string.Join(' ', along.Distinct().Order(StringComparer.Ordinal))}");
    }

    private static async Task<TestStore> StoreAsync(DatabaseKind kind, int variant)
    {
        var store = await TestStore.OpenAsync(kind);
        var admin = new ResourceTags(null, "admin", "hub");
        foreach (var id in (string[])["1", "2"])
        {
            await store.PutAsync("Practitioner", "d" + id, $$"""{"resourceType":"Practitioner","name":[{"family":"Doctor{{id}}"}]}""", admin);
            await store.PutAsync("Organization", "o" + id, $$"""{"resourceType":"Organization","name":"Place{{id}}"}""", admin);
        }

        for (var number = 1; number <= 8; number++)
        {
            // Whole persons are the same in both stores; of the others everything that is not shown differs.
            var way = number is 6 or 7 ? number % 2 : (number + variant) % 2;
            var person = string.Create(CultureInfo.InvariantCulture, $"p{number}");
            var (city, phone, marital, language, one, secret) = way == 0 ? ("Seoul", "010-1111-1111", "M", "ko", "1", "hidden") : ("Busan", "010-2222-2222", "S", "en", "2", "other");
            var more = way == 0 ? "" : ",\"deceasedDateTime\":\"2020-01-01\",\"multipleBirthBoolean\":true";
            await store.PutAsync("Patient", person, $$"""
                {"resourceType":"Patient","meta":{"tag":[{"system":"urn:t","code":"{{secret}}" }] },"text":{"status":"generated","div":"<div>{{secret}}</div>"},"active":true,
                 "identifier":[{"system":"urn:n","value":"N{{number}}"}],"name":[{"family":"Kim","text":"Person{{number}}"}],"gender":"female","birthDate":"1940-01-0{{number}}",
                 "address":[{"city":"{{city}}" }],"telecom":[{"system":"phone","value":"{{phone}}" }],"maritalStatus":{"coding":[{"code":"{{marital}}" }] },"communication":[{"language":{"coding":[{"code":"{{language}}" }] } }],
                 "generalPractitioner":[{"reference":"Practitioner/d{{one}}" }],"managingOrganization":{"reference":"Organization/o{{one}}" }{{more}} }
                """, new ResourceTags(person, "identity", "hub"));
            await store.PutAsync("Observation", string.Create(CultureInfo.InvariantCulture, $"x{number}"), $$"""
                {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"c{{number}}" }] },"subject":{"reference":"Patient/{{person}}" },
                 "effectiveDateTime":"202{{one}}-01-01","valueQuantity":{"value":14{{one}},"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"},"performer":[{"reference":"Practitioner/d{{one}}" }],
                 "method":{"text":"{{secret}}" },"component":[{"code":{"coding":[{"code":"{{secret}}" }] },"valueString":"{{secret}}" }] }
                """, new ResourceTags(person, "clinical", "hub"));
        }

        return store;
    }
}
