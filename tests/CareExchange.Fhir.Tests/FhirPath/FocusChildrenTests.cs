using CareExchange.Fhir.FhirPath;
using Xunit;

namespace CareExchange.Fhir.Tests.FhirPath;

public sealed class FocusChildrenTests
{
    [Theory]
    [InlineData("Patient.telecom.where(system='phone')", "telecom")]
    [InlineData("Patient.deceased.exists() and Patient.deceased != false", "deceased")]
    [InlineData("name | Patient.address.city", "address name")]
    [InlineData("(Observation.value as Quantity) | Observation.component.code", "Observation")]
    [InlineData("Patient.link.other.where(resolve() is Patient)", "link")]
    [InlineData("Patient.extension('urn:x').value", "extension")]
    [InlineData("extension.where(url = 'urn:x').value", "extension")]
    [InlineData("Patient.where(active).name.first()", "active name")]
    [InlineData("%resource.birthDate", "birthDate")]
    [InlineData("name.where($this.use = %resource.gender)", "gender name")]
    [InlineData("iif(active, name, address)", "active address name")]
    [InlineData("name.combine(address)", "address name")]
    [InlineData("name[0]", "name")]
    [InlineData("Patient", " ")]
    [InlineData("'a'", "")]
    public void The_children_that_an_expression_looks_at(string expression, string names) =>
        Assert.Equal(names, string.Join(' ', Of(expression)!.Order(StringComparer.Ordinal)) is "" && Of(expression)!.Contains("") ? " " : string.Join(' ', Of(expression)!.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("children()")]
    [InlineData("Patient.descendants()")]
    [InlineData("repeat(item)")]
    [InlineData("Patient ~ %resource")]
    [InlineData("name.where(%resource.children().exists())")]
    public void What_may_look_at_any_child_says_so(string expression) => Assert.Null(Of(expression));

    private static IReadOnlySet<string>? Of(string expression) => FhirPathExpression.Compile(expression).Value!.FocusChildren(name => name == "Patient");
}
