using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace CareExchange.Validation.Tests.Guide;

/// <summary>The catalogue of the guide names every service that partners may ask for, and its programme.</summary>
public class ServiceCatalogueTests
{
    private static readonly IReadOnlyDictionary<string, JsonNode> Package = Read();

    private static IEnumerable<JsonNode> Services => Package.Where(file => file.Key.StartsWith("package/HealthcareService-", StringComparison.Ordinal)).Select(file => file.Value);

    [Fact]
    public void Every_kind_of_service_has_one_entry()
    {
        var types = Codes("service-type");

        Assert.Equal(types, Services.Select(service => service["type"]![0]!["coding"]![0]!["code"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(Services, service => Assert.NotEmpty(service["program"]!.AsArray()));
    }

    // What the seeds name as programmes with a service (domain.md E.1), and where the catalogue has it.
    [Theory]
    [InlineData("P03", "urgent-care", "urgent-care")]
    [InlineData("P05", "gwangsan-integrated-care", null)]
    [InlineData("P06", "social-prescription", "social-prescription")]
    [InlineData("P07", "visiting-health-management", "visiting-health-management")]
    [InlineData("P08", "hublance", "hospital-companion")]
    [InlineData("P09", "village-dinner-cafe", "shared-dinner")]
    [InlineData("P10", null, "emotional-support")]
    [InlineData("P12", "seodaemun-integrated-care", "individual-plan")]
    [InlineData("P13", "dolbom-sos", "hospital-escort")]
    [InlineData("P14", "public-health-companion", "health-escort")]
    [InlineData("P15", "welfare-meal", "meal-delivery")]
    [InlineData("P16", "dementia-support", "dementia-treatment-cost")]
    [InlineData("P16", "dementia-support", "care-goods")]
    [InlineData("P17", "housing-upgrade", "housing-upgrade")]
    [InlineData("P18", "daedeok-neighbourhood-care", null)]
    [InlineData("P19", "gap-care", "gap-care")]
    [InlineData("P20", null, "visiting-bath")]
    [InlineData("P20", null, "hair-care")]
    [InlineData("P21", null, "discharge-home-care")]
    [InlineData("P22", null, "mild-dementia-care")]
    [InlineData("P23", null, "smart-home-care")]
    [InlineData("P24", "health-programme", "health-programme")]
    [InlineData("P25", "daedeok-neighbourhood-care", "housing-improvement")]
    [InlineData("P26", "integrated-counselling", "welfare-counselling")]
    [InlineData("P26", null, "care-cost-support")]
    [InlineData("P26", null, "medical-cost-support")]
    [InlineData("P27", null, "side-dishes")]
    [InlineData("P31", "long-term-care-insurance", "ltc-home-care")]
    [InlineData("P32", "custom-senior-care", "custom-senior-care")]
    [InlineData("P33", "activity-support", "activity-support")]
    [InlineData("P34", "child-care", "child-care")]
    [InlineData("P35", "emergency-welfare", "emergency-livelihood")]
    [InlineData("P36", "basic-livelihood", "benefit-application")]
    [InlineData("P37", "basic-livelihood", "work-ability-certificate")]
    [InlineData("P38", null, "disability-regrading")]
    [InlineData("P39", "mobile-wellbeing", "mobile-wellbeing-check")]
    [InlineData("P40", "solitary-death-prevention", "solitary-death-prevention")]
    [InlineData("P41", "dong-donation", "dong-side-dishes")]
    [InlineData("P41", "dong-donation", "donated-goods")]
    [InlineData("P42", "district-special", "laundry")]
    [InlineData("P43", "case-management", "case-management")]
    [InlineData("P44", "korean-medicine-care", "korean-medicine-visit")]
    [InlineData("P45", "outreach-welfare", "community-outreach")]
    [InlineData("P47", "district-special", "social-farming")]
    public void A_programme_of_the_district_is_in_the_catalogue(string item, string? programme, string? type) =>
        Assert.True(
            Services.Any(service => (type is null || service["type"]![0]!["coding"]![0]!["code"]!.GetValue<string>() == type)
                && (programme is null || service["program"]!.AsArray().Any(entry => entry!["coding"]![0]!["code"]!.GetValue<string>() == programme))),
            $"{item}: {programme} {type}");

    [Fact]
    public void Plus_care_is_offered_in_seven_groups_and_every_service_in_them_exists()
    {
        var groups = Codes("service-group");
        var map = Package["package/ConceptMap-service-type-group.json"]["group"]![0]!["element"]!.AsArray();

        Assert.Equal(7, groups.Count);
        Assert.Empty(map.Select(element => element!["code"]!.GetValue<string>()).Except(Codes("service-type")));
        Assert.Equal(groups, map.Select(element => element!["target"]![0]!["code"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> Codes(string system) =>
        [.. Package[$"package/CodeSystem-cx-{system}.json"]["concept"]!.AsArray().Select(concept => concept!["code"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static Dictionary<string, JsonNode> Read()
    {
        var files = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        using var gzip = new GZipStream(File.OpenRead(GuideFolder.Package), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { DataStream: { } data } entry) files[entry.Name] = JsonNode.Parse(data)!;
        return files;
    }
}
