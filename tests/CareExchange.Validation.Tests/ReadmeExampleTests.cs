using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Instances;

namespace CareExchange.Validation.Tests;

public class ReadmeExampleTests
{
    [Fact]
    public void A_wrong_resource_is_a_list_of_issues()
    {
        var validator = new ResourceValidator(Schema.R4);
        var issues = validator.Validate("""{"resourceType":"Patient","gender":"woman","birthDate":"1948-02-30"}"""u8.ToArray());

        var lines = issues.Where(issue => issue.IsError).Select(issue => $"{issue.Expression}: {issue.Rule}, found {issue.Found}");
        // Patient.gender: binding-required, found woman
        // Patient.birthDate: primitive-format, found 1948-02-30

        Assert.Equal(["Patient.gender: binding-required, found woman", "Patient.birthDate: primitive-format, found 1948-02-30"], lines);
    }
}
