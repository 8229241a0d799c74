using System.Text.Json.Nodes;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Guide;

/// <summary>KR Core's own instances on KR Core's profiles, and the guide's examples on the KR Core profiles that they claim to keep.</summary>
/// <remarks>The package of 2.0.0 holds no instance. Those of the draft (29, CC0) were compiled over the package by SUSHI, two profile names changed to those of 2.0.0.</remarks>
public class KrCoreExamplesTests
{
    private const string Prefix = "http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/";
    private static readonly ResourceValidator Validator = new(Schema.Guide);

    public static TheoryData<string> OurOwn => [.. Directory.GetFiles(GuideFolder.Examples("valid"), "*.json").Where(file => KrCoreOf(file) is not null).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_instance_of_KR_Core_is_valid_on_the_profile_it_claims()
    {
        var files = Directory.GetFiles(Folder(), "*.json");

        Assert.Equal(29, files.Length);
        Assert.All(files, file =>
        {
            var profile = Claims(file).Single();
            Assert.StartsWith(Prefix, profile, StringComparison.Ordinal);
            Assert.NotNull(Schema.Guide.FindType(profile));
            Assert.Equal([], Errors(File.ReadAllBytes(file), profile));
        });
    }

    [Theory]
    [InlineData("Patient-krcore-patient-example-01.json", "identifier")]
    [InlineData("Encounter-krcore-encounter-example-01.json", "class")]
    [InlineData("Condition-krcore-condition-encounter-diagnosis-example-01.json", "code")]
    [InlineData("Observation-krcore-observation-vs-bloodpressure-example-01.json", "category")]
    [InlineData("Organization-krcore-healthcare-organization-example-01.json", "identifier")]
    public void What_KR_Core_asks_for_is_missed(string file, string element)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), file)))!.AsObject();
        Assert.True(json.Remove(element));

        Assert.NotEmpty(Errors(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), null));
    }

    [Theory]
    [MemberData(nameof(OurOwn))]
    public void An_example_of_the_guide_keeps_the_KR_Core_profile_that_its_own_stands_on(string file)
    {
        var path = Path.Combine(GuideFolder.Examples("valid"), file);

        Assert.Equal([], Errors(File.ReadAllBytes(path), KrCoreOf(path)));
    }

    private static string Folder()
    {
        var folder = Path.Combine(Path.GetDirectoryName(GuideFolder.Root)!, "shared", "conformance", "krcore");
        Assert.SkipUnless(Directory.Exists(folder), "skipped: no conformance data");
        return folder;
    }

    private static string[] Errors(byte[] json, string? profile) =>
        [.. Validator.Validate(FhirDocument.Parse(json, Schema.Guide).Value!.Root, new ValidationOptions { Profiles = profile is null ? [] : [profile], ExtensionDomains = [""] }).Where(issue => issue.IsError).Select(issue => $"{issue.Rule} at {issue.Expression}: {issue.Found}")];

    private static string? KrCoreOf(string file)
    {
        foreach (var claim in Claims(file))
        {
            for (var type = Schema.Guide.FindType(claim); type is not null; type = type.Base)
            {
                if (type.Url.StartsWith(Prefix, StringComparison.Ordinal)) return type.Url;
            }
        }

        return null;
    }

    private static IEnumerable<string> Claims(string path) =>
        JsonNode.Parse(File.ReadAllText(path))!["meta"]?["profile"]?.AsArray().Select(profile => profile!.GetValue<string>()) ?? [];
}
