using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Tests;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public class IndexPathsTests
{
    private static readonly IndexCatalog Catalog = IndexCatalog.Of(Schema.R4);
    private static readonly IndexExtractor Extractor = new(Catalog, TimeZoneInfo.Utc);

    [Fact]
    public void One_walk_finds_what_the_expressions_find_in_every_official_example()
    {
        var compared = 0;
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            if (FhirDocument.Parse(json, Schema.R4).Value is not { } document) continue;
            foreach (var resource in Resources(document.Root)) compared += Compare(name, resource);
        }

        Assert.InRange(compared, 3000, int.MaxValue);
    }

    [Fact]
    public void Twins_nulls_escapes_and_choices_are_found_as_well()
    {
        Assert.Equal(17, Compare("patient", Parse("""
            {"resourceType":"Patient","active":true,"_gender":{"id":"g"},"gender":"female",
             "name":[{"given":[null,"가온"],"_given":[{"id":"a"},null],"family":"\uae40"}],"telecom":[{"system":"email","value":"a@example.org"}]}
            """)));
        Assert.InRange(
            Compare("observation", Parse("""
                {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"1"},{"system":"urn:x","code":"2"}]},
                 "subject":{"reference":"Patient/p1"},"valueCodeableConcept":{"coding":[{"code":"a"}]},"effectivePeriod":{"start":"2026-01"}}
                """)),
            6,
            int.MaxValue);
    }

    [Fact]
    public void Nearly_all_parameters_of_R4_are_paths()
    {
        var types = Catalog.Names.Select(name => Catalog.Find(name)!).ToArray();
        var all = types.Sum(type => type.Parameters.Count);
        var evaluated = types.Sum(type => type.Evaluated.Count);
        Assert.True(evaluated < all / 20, $"{evaluated} of {all} are evaluated");
    }

    private static Element Parse(string json) => FhirDocument.Parse(System.Text.Encoding.UTF8.GetBytes(json), Schema.R4).Value!.Root;

    private static IEnumerable<Element> Resources(Element root)
    {
        yield return root;
        foreach (var entry in root.Children("entry").ToArray())
            if (entry["resource"] is { Exists: true } resource) yield return resource;
    }

    // Two equal sets of rows, one from the walk, one from every expression by itself.
    private static int Compare(string name, Element resource)
    {
        if (Catalog.Find(resource.TypeName) is not { } type) return 0;
        var evaluated = new IndexedType(type.Name, type.Parameters, new HashSet<string>(), type.NotIndexed, root: null);
        var walked = Print(Extractor.Extract(resource, type), type);
        Assert.True(evaluated.Paths is null && evaluated.Evaluated.Count == type.Parameters.Values.Count(parameter => parameter.HasRows));
        var expected = Print(Extractor.Extract(resource, evaluated), type);
        Assert.True(expected.SequenceEqual(walked), $"{name}: {string.Join("; ", expected.Except(walked))} | {string.Join("; ", walked.Except(expected))}");
        return walked.Length;
    }

    private static string[] Print(IEnumerable<IndexRow> rows, IndexedType type) =>
    [
        .. rows.Select(row => $"{row.Table.Name} {type.Parameters.Values.FirstOrDefault(parameter => parameter.Key == (int)row.Values[0])?.Code} {string.Join(" ", row.Values)}").Order(StringComparer.Ordinal),
    ];
}
