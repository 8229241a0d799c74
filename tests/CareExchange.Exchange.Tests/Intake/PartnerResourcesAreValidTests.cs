using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Instances;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>What the partners' maps put out is base R4, resource by resource, before it reaches the store.</summary>
public sealed class PartnerResourcesAreValidTests
{
    private static readonly ResourceValidator Validator = new(Schema.R4);

    public static TheoryData<string> Bundles =>
        [.. Directory.GetFiles(Path.Combine(Root, "mappings"), "*-expected.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "CareExchange.sln"))) return folder.FullName;
            throw new DirectoryNotFoundException("The tests run from a build output inside the repository.");
        }
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Every_resource_of_an_expected_bundle_is_valid_R4(string file)
    {
        using var document = FhirDocument.Parse(File.ReadAllBytes(Path.Combine(Root, file)), Schema.R4).Value!;
        var count = 0;
        foreach (var entry in document.Root.Children("entry"))
        {
            var wrong = Validator.Validate(entry["resource"]).Where(issue => issue.IsError)
                .Select(issue => $"{issue.Expression} {issue.Rule}: {issue.English} expected {issue.Expected}, found {issue.Found}");
            Assert.Equal("", string.Join('\n', wrong));
            count++;
        }

        Assert.NotEqual(0, count);
        Assert.DoesNotContain(Validator.Validate(document.Root), issue => issue.IsError);
    }
}
