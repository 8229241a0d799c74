using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;
using CareExchange.Validation.Instances;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>The 45 cases of <c>tests/Data/cases</c>, each as its partners would send it: mapped, valid against the guide, with its services linked.</summary>
public class CasesTests
{
    private const string ServiceType = "urn:careexchange:service-type";
    private static readonly string Folder = Path.Combine(PartnerExamples.Root, "tests", "Data", "cases");
    private static readonly ResourceValidator Validator = new(Schema.Guide);
    private static readonly Dictionary<string, MappingProfile> Profiles = Directory.GetDirectories(Path.Combine(PartnerExamples.Root, "mappings"))
        .Where(folder => File.Exists(Path.Combine(folder, "mapping.json"))).Select(folder => Path.GetFileName(folder)).ToDictionary(partner => partner, partner => PartnerExamples.Profile(partner));

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_forty_five_of_them() => Assert.Equal(Enumerable.Range(1, 45), Cases.Select(row => int.Parse(row.Data.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_mapped_valid_and_linked_to_its_services(string name)
    {
        var story = JsonSerializer.Deserialize<Story>(File.ReadAllText(Path.Combine(Folder, name, "case.json")), JsonSerializerOptions.Web)!;
        var resources = new List<JsonElement>();
        foreach (var message in story.Messages)
        {
            var result = Profiles[message.Partner].Transform(File.ReadAllBytes(Path.Combine(Folder, name, message.File)), message.ContentType, message.File);
            Assert.True(result.Succeeded, $"{message.File}: {string.Join("; ", result.Issues.Select(issue => $"{issue.Rule} at {issue.Expression}: {issue.English} {issue.Found}"))}");
            Assert.Empty(result.Value!.Unmapped);
            Assert.Empty(Validator.Validate(result.Value.Bundle).Where(issue => issue.IsError).Select(issue => $"{message.File}: {issue.Rule} at {issue.Expression}: {issue.Found}"));
            resources.AddRange(JsonDocument.Parse(result.Value.Bundle).RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")));
        }

        var requests = resources.Where(resource => resource.GetProperty("resourceType").GetString() == "ServiceRequest").ToArray();
        var planned = requests.Where(request => request.TryGetProperty("basedOn", out _)).ToArray();
        Assert.Equal(story.Services.Order(StringComparer.Ordinal), planned.Where(request => Status(request) == "active").Select(Code).Order(StringComparer.Ordinal));
        Assert.Equal(story.Declined.Order(StringComparer.Ordinal), planned.Where(request => Status(request) == "revoked").Select(Code).Order(StringComparer.Ordinal));
        Assert.Empty(story.Existing.Except(requests.Where(IsExisting).Select(Code)));
        Assert.Equal(story.Services.Length + story.Declined.Length, Assert.Single(resources, resource => resource.GetProperty("resourceType").GetString() == "CarePlan").GetProperty("activity").GetArrayLength());
    }

    private static string? Status(JsonElement request) => request.GetProperty("status").GetString();

    private static string Code(JsonElement request) =>
        request.GetProperty("code").GetProperty("coding").EnumerateArray().First(coding => coding.GetProperty("system").GetString() == ServiceType).GetProperty("code").GetString()!;

    private static bool IsExisting(JsonElement request) => request.TryGetProperty("category", out var categories) && categories.EnumerateArray()
        .Any(category => category.GetProperty("coding").EnumerateArray().Any(coding => coding.GetProperty("code").GetString() == "existing")) && HasServiceType(request);

    private static bool HasServiceType(JsonElement request) => request.GetProperty("code").GetProperty("coding").EnumerateArray().Any(coding => coding.GetProperty("system").GetString() == ServiceType);

    private sealed record Story(int No, Message[] Messages, string[] Services, string[] Declined, string[] Existing);

    private sealed record Message(string Partner, string File, string ContentType);
}
