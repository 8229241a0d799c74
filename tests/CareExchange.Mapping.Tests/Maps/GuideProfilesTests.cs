using System.Text.RegularExpressions;

namespace CareExchange.Mapping.Tests.Maps;

/// <summary>Every profile of the guide is made by some map, or stands here with the reason why none does.</summary>
public sealed partial class GuideProfilesTests
{
    private const string Municipality = "entered by the municipality over REST: its own casework, which no partner's message tells";
    private const string Document = "a document is stored as its sender wrote it; the sender's sections need not be those that the profile asks for";

    private static readonly Dictionary<string, string> Unreached = new(StringComparer.Ordinal)
    {
        ["audit-event"] = "written by the gateway for every look and every write",
        ["provenance"] = "written by the gateway for every write",
        ["budget"] = Municipality,
        ["candidate-group"] = Municipality,
        ["candidate-list"] = Municipality,
        ["conference"] = Municipality,
        ["conference-decision"] = Municipality,
        ["proposal"] = Municipality,
        ["judgement-response"] = "the answers stay with the corporation; its message tells the result, which judgement and judgement-axis hold",
        ["healthcare-service"] = "the catalogue of services, kept by the municipality",
        ["discharge-summary"] = Document,
        ["discharge-document"] = Document,
        ["discharge-notice"] = "sent by a FHIR system as the guide asks; HL7 v2 and JSON partners tell a discharge by the stay itself",
        ["k-iadl"] = "no partner's format has the items of K-IADL; who asks them sends FHIR",
        ["observation"] = "the common parent of the observations, which are what maps make",
    };

    [Fact]
    public void What_no_map_makes_is_listed_with_its_reason_and_nothing_else_is()
    {
        var folder = Path.Combine(PartnerFolder.Root(), "profiles", "careexchange", "input", "fsh");
        var defined = Directory.GetFiles(folder, "*.fsh").SelectMany(file => OwnProfile().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).Distinct().ToList();
        var made = Directory.GetFiles(Path.Combine(PartnerFolder.Root(), "mappings"), "*.map", SearchOption.AllDirectories)
            .SelectMany(file => Claimed().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet();

        Assert.Empty(made.Except(defined));
        Assert.Equal(Unreached.Keys.Order(), defined.Except(made).Order());
    }

    [GeneratedRegex(@"^\* insert OwnProfile\((?<name>[\w-]+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnProfile();

    [GeneratedRegex(@"urn:careexchange:profile:(?<name>[\w-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Claimed();
}
