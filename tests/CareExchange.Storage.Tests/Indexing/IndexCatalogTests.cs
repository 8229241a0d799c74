using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public sealed class IndexCatalogTests
{
    private static readonly IndexCatalog Catalog = IndexCatalog.Of(Schema.R4);

    private static readonly string[] Types = [.. Schema.R4.Types
        .Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false } && type.TypeName == type.Name).Select(type => type.Name)];

    [Fact]
    public void Every_parameter_of_R4_whose_type_has_an_index_compiles()
    {
        string[] indexed = ["token", "reference", "string", "date", "number", "quantity", "uri", "composite", "special"];
        var missing = Types.SelectMany(type => Catalog.Find(type)!.NotIndexed.Select(code => (Type: type, Definition: Schema.R4.FindSearchParameter(type, code)!)))
            .Where(item => item.Definition.Expression is not null && indexed.Contains(item.Definition.Type))
            .Select(item => $"{item.Type}.{item.Definition.Code}: {item.Definition.Expression}");

        Assert.Equal(146, Types.Length);
        Assert.Empty(missing);
    }

    [Fact]
    public void No_two_parameters_share_a_number()
    {
        var keys = Types.SelectMany(type => Catalog.Find(type)!.Parameters.Values.Where(parameter => parameter.Type != "composite").SelectMany(parameter => new[] { parameter.Key, parameter.SecondaryKey, parameter.TypedKey })
            .Concat(Catalog.Find(type)!.Composites.SelectMany(composite => new[] { composite.Key, composite.CanonicalKey }))).Where(key => key != 0).ToArray();

        Assert.True(keys.Length > 4000);
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_type_takes_only_its_own_branches_of_a_shared_expression()
    {
        Assert.Equal("Condition.code", SearchExpression.For("Condition", "AllergyIntolerance.code | AllergyIntolerance.reaction.substance | Condition.code | (DeviceRequest.code as CodeableConcept)"));
        Assert.Equal("(DeviceRequest.code as CodeableConcept)", SearchExpression.For("DeviceRequest", "Condition.code | (DeviceRequest.code as CodeableConcept)"));
        Assert.Equal("Patient.name.where(use = 'a|b').family", SearchExpression.For("Patient", "Person.name | Patient.name.where(use = 'a|b').family"));
        Assert.Equal("Resource.meta.tag", SearchExpression.For("Patient", "Resource.meta.tag"));
    }

    [Fact]
    public void Tokens_of_few_values_are_known_to_be_coarse()
    {
        Assert.Superset(new HashSet<string>(["gender", "active"]), new HashSet<string>(Catalog.Find("Patient")!.Coarse));
        Assert.Superset(new HashSet<string>(["status"]), new HashSet<string>(Catalog.Find("Observation")!.Coarse));
        Assert.Superset(new HashSet<string>(["clinical-status"]), new HashSet<string>(Catalog.Find("Condition")!.Coarse));
        Assert.DoesNotContain("identifier", Catalog.Find("Patient")!.Coarse);
        Assert.DoesNotContain("code", Catalog.Find("Observation")!.Coarse);
    }

    [Fact]
    public void What_is_no_resource_type_has_no_parameters() => Assert.All(
        ["HumanName", "DomainResource", "Resource", "Nonsense", "http://hl7.org/fhir/StructureDefinition/Patient"], type => Assert.Null(Catalog.Find(type)));
}
