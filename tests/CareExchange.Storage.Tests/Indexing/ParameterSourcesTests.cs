using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Tests;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public class ParameterSourcesTests
{
    private static readonly IndexCatalog Catalog = IndexCatalog.Of(Schema.R4);
    private static readonly IndexExtractor Extractor = new(Catalog, TimeZoneInfo.Utc);

    [Fact]
    public void What_is_made_of_other_parameters_is_asked_as_them()
    {
        var observation = Catalog.Find("Observation")!.Parameters;

        Assert.Equal(["code", "component-code"], observation["combo-code"].Sources.Select(source => source.Code).Order());
        Assert.Equal(["component-value-quantity", "value-quantity"], observation["combo-value-quantity"].Sources.Select(source => source.Code).Order());
        Assert.Equal(["amino-acid-change"], observation["gene-amino-acid-change"].Sources.Select(source => source.Code));
        Assert.Empty(observation["code"].Sources);
        Assert.True(observation["code"].HasRows);
        Assert.False(observation["combo-code"].HasRows);
    }

    [Fact]
    public void A_reference_narrowed_to_a_type_is_asked_as_the_whole_reference()
    {
        var patient = Catalog.Find("Observation")!.Parameters["patient"];
        Assert.Equal(("Patient", "subject"), (patient.Narrowed, Assert.Single(patient.Sources).Code));

        var practitioner = Catalog.Find("Encounter")!.Parameters["practitioner"];
        Assert.Equal(("Practitioner", "participant"), (practitioner.Narrowed, Assert.Single(practitioner.Sources).Code));
        Assert.Null(Catalog.Find("Immunization")!.Parameters["patient"].Narrowed);
    }

    [Fact]
    public void A_composite_on_the_resource_is_asked_as_its_parts_and_one_on_its_components_is_not()
    {
        var observation = Catalog.Find("Observation")!.Parameters;

        Assert.Equal(["code", "value-quantity"], Assert.Single(observation["code-value-quantity"].Composites).Folded);
        Assert.Equal([2, 0], observation["combo-code-value-quantity"].Composites.Select(place => place.Folded.Count));
        Assert.Empty(Assert.Single(observation["component-code-value-quantity"].Composites).Folded);

        // value-string finds the text of a concept as well, which the composite does not.
        Assert.Empty(Assert.Single(observation["code-value-string"].Composites).Folded);
    }

    [Fact]
    public void What_is_kept_as_a_hash_is_not_asked_as_what_is_kept_as_written()
    {
        var written = Catalog.Find("Patient")!.Parameters["identifier"];
        var same = written with { Code = "same" };
        Dictionary<string, IndexedParameter> Of(IndexedParameter other) => ParameterSources.Of("Patient", new Dictionary<string, IndexedParameter> { [written.Code] = written, [other.Code] = other });

        Assert.Equal(["identifier"], Of(same)["same"].Sources.Select(source => source.Code));
        Assert.Empty(Of(same with { IsContact = true })["same"].Sources);
    }

    [Fact]
    public void In_every_official_example_the_rows_asked_are_those_that_the_parameter_itself_would_have()
    {
        var (asked, folded) = (0, 0);
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            if (FhirDocument.Parse(json, Schema.R4).Value is not { } document || Catalog.Find(document.Root.TypeName) is not { } type) continue;
            var rows = Extractor.Extract(document.Root, type).ToArray();
            foreach (var parameter in type.Parameters.Values.Where(parameter => parameter.Sources.Count > 0))
            {
                if (parameter.Composites.Count > 0) folded += CompareComposite(name, document.Root, type, parameter, rows);
                else asked += Compare(name, document.Root, type, parameter, rows);
            }
        }

        Assert.InRange(asked, 400, int.MaxValue);
        Assert.InRange(folded, 50, int.MaxValue);
    }

    private static int Compare(string name, Element resource, IndexedType type, IndexedParameter parameter, IndexRow[] rows)
    {

        // What a reference leads to inside the resource has parameters of its own.
        var own = Alone(resource, type, parameter with { Sources = [], Narrowed = null }).Where(row => Role(parameter, row.Parameter) >= 0);
        string[] expected = [.. own.Select(row => Print(row, Role(parameter, row.Parameter))).Order(StringComparer.Ordinal)];
        var found = rows.Where(row => parameter.HasRows && Role(parameter, row.Parameter) >= 0).Select(row => Print(row, Role(parameter, row.Parameter)));
        foreach (var source in parameter.Sources)
        {
            found = found.Concat(rows.Where(row => Role(source, row.Parameter) is var role && (parameter.Narrowed is null ? role >= 0 : role == 0 && (string)row.Values[2] == parameter.Narrowed))
                .Select(row => Print(row, Role(source, row.Parameter))));
        }

        string[] actual = [.. found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(actual), $"{name} {type.Name}.{parameter.Code}: {string.Join("; ", expected.Except(actual))} | {string.Join("; ", actual.Except(expected))}");
        return expected.Length;
    }

    // A row for each combination of what the parts find, and none where one of them finds nothing.
    private static int CompareComposite(string name, Element resource, IndexedType type, IndexedParameter parameter, IndexRow[] rows)
    {
        var count = 0;
        foreach (var place in parameter.Composites.Where(place => place.Folded.Count > 0))
        {
            var own = Alone(resource, type, parameter with { Sources = [], Composites = [place with { Folded = [], Gates = [] }] });
            var parts = place.Folded.Select((code, index) => rows.Count(row => row.Parameter == type.Parameters[code].Key && row.Table == Table(place.Parts[index].Type) && HasValue(row))).ToArray();
            var expected = parts.Aggregate(1, (product, part) => product * part);
            Assert.True(own.Count(row => row.Parameter == place.Key) == expected, $"{name} {type.Name}.{parameter.Code}");
            count += expected;
        }

        return count;
    }

    private static bool HasValue(IndexRow row) => row.Values[1] is not "";

    private static TableShape Table(string type) => Storage.Search.ValueColumns.Table(type);

    private static IndexRow[] Alone(Element resource, IndexedType type, IndexedParameter parameter) => [.. Extractor.Extract(
        resource, new IndexedType(type.Name, new Dictionary<string, IndexedParameter> { [parameter.Code] = parameter }, new HashSet<string>(), [], Schema.R4.FindRoot(type.Name)))];

    private static int Role(IndexedParameter parameter, int key) => key == parameter.Key ? 0 : key == parameter.SecondaryKey ? 1 : key == parameter.TypedKey ? 2 : -1;

    private static string Print(IndexRow row, int role) => $"{row.Table.Name} {role} {string.Join('|', row.Values.Skip(1))}";
}
