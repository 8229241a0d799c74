using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>What the partners' maps put out is base R4, resource by resource, before it reaches the store.</summary>
public sealed class PartnerResourcesAreValidTests
{
    private static readonly ResourceValidator Validator = new(Schema.R4);

    // Partners say more in extensions of their own.
    private static readonly ValidationOptions Options = new() { ExtensionDomains = [""] };

    public static TheoryData<string> Bundles => [.. PartnerExamples.Bundles];

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Every_resource_of_an_expected_bundle_is_valid_R4(string file)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(PartnerExamples.Read(file)), Schema.R4).Value!;
        var count = 0;
        foreach (var entry in document.Root.Children("entry"))
        {
            var wrong = Validator.Validate(entry["resource"], Options).Where(issue => issue.IsError)
                .Select(issue => $"{issue.Expression} {issue.Rule}: {issue.English} expected {issue.Expected}, found {issue.Found}");
            Assert.Equal("", string.Join('\n', wrong));
            count++;
        }

        Assert.NotEqual(0, count);
        Assert.DoesNotContain(Validator.Validate(document.Root, Options), issue => issue.IsError);
    }
}
