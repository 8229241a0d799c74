using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.Tests.CodeSystems;

public class CodeSystemTests
{
    private static readonly CodeSystemCatalog Catalog = new(Schema.R4);

    [Fact]
    public void A_code_is_found_with_its_display()
    {
        var system = Catalog.Find("http://hl7.org/fhir/administrative-gender");

        Assert.Equal("Female", system?.Find("female")?.Display);
        Assert.Null(system?.Find("woman"));
    }

    [Theory]
    [InlineData("NNKOR", true)]
    [InlineData("NNxxx", true)]
    [InlineData("NNQQQ1", false)]
    [InlineData("NNKO", false)]
    [InlineData("NNkor", false)]
    [InlineData("NNABX", false)]
    public void An_identifier_type_has_one_code_for_each_country(string code, bool isKnown)
    {
        var system = Catalog.Find("http://terminology.hl7.org/CodeSystem/v2-0203")!;

        Assert.Equal(isKnown, system.Find(code) is not null);
        Assert.Equal(isKnown, system.IndexOf(System.Text.Encoding.UTF8.GetBytes(code)) >= 0);
    }

    [Fact]
    public void A_system_that_the_schema_lacks_is_not_found() => Assert.Null(Catalog.Find("urn:careexchange:nobody-has-it"));

    [Fact]
    public void Systems_are_indexed_once() =>
        Assert.Same(Catalog.Find("http://hl7.org/fhir/administrative-gender"), Catalog.Find("http://hl7.org/fhir/administrative-gender"));

    [Fact]
    public void Nested_concepts_stand_below_their_parents()
    {
        var system = Catalog.Find("http://hl7.org/fhir/issue-type")!;

        Assert.True(system.IsComplete);
        Assert.True(system.IsA(system.IndexOf("required"), system.IndexOf("invalid")));
        Assert.False(system.IsA(system.IndexOf("invalid"), system.IndexOf("required")));
    }
}
