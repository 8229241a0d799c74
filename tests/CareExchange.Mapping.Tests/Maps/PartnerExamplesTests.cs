using System.Text.Json;
using System.Text.RegularExpressions;

namespace CareExchange.Mapping.Tests.Maps;

/// <summary>Every numbered pair of <c>mappings/&lt;partner&gt;/examples</c> is a test; 9x are messages that must be refused.</summary>
public sealed partial class PartnerExamplesTests
{
    private const string CategorySystem = "urn:careexchange:data-category";

    private static readonly string[] Categories =
        ["identity", "household", "clinical", "function", "cognition", "benefit", "economic", "service", "referral", "consent", "admin"];

    public static TheoryData<string, string> Accepted => Inputs(refused: false);

    public static TheoryData<string, string> Refused => Inputs(refused: true);

    public static TheoryData<string> Partners => [.. PartnerFolder.All.Select(folder => folder.Name)];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_message_becomes_the_expected_bundle(string partner, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var result = folder.Transform(input);
        Assert.True(result.Succeeded, PartnerFolder.Text(result.Issues));
        folder.Verify(PartnerFolder.ExpectedOf(input, "expected"), PartnerFolder.Pretty(result.Value!.Bundle));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_message_is_refused_with_the_expected_issues(string partner, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var result = folder.Transform(input);
        Assert.False(result.Succeeded);
        Assert.All(result.Issues, issue => Assert.False(string.IsNullOrWhiteSpace(issue.Korean)));
        folder.Verify(PartnerFolder.ExpectedOf(input, "expected-issues"), PartnerFolder.Places(result.Issues));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void No_populated_field_is_left_behind_in_silence(string partner, string input)
    {
        var result = PartnerFolder.Of(partner).Transform(input).Value!;
        Assert.Empty(result.Unmapped);
        Assert.DoesNotContain(result.Issues, issue => issue.Severity != Fhir.Outcomes.IssueSeverity.Information);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void The_same_message_gives_the_same_bytes(string partner, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var once = folder.Transform(input).Value!.Bundle;
        Assert.Equal(once.ToArray(), folder.Transform(input).Value!.Bundle.ToArray());
        Assert.Equal(once.ToArray(), folder.Transform(input, folder.Compile()).Value!.Bundle.ToArray());
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Each_entry_updates_by_its_own_identifier_and_says_its_data_category(string partner, string input)
    {
        var result = PartnerFolder.Of(partner).Transform(input).Value!;
        using var bundle = JsonDocument.Parse(result.Bundle);
        HashSet<string> urls = [];
        foreach (var (entry, url) in PartnerFolder.Requests(result, bundle))
        {
            var resource = entry.GetProperty("resource");
            var type = resource.GetProperty("resourceType").GetString();
            Assert.True(url.StartsWith($"{type}?identifier=", StringComparison.Ordinal) || (type == "Organization" && url.StartsWith("Organization/", StringComparison.Ordinal)), url);
            Assert.True(urls.Add(url), url);
            var label = Assert.Single(resource.GetProperty("meta").GetProperty("security").EnumerateArray());
            Assert.Equal(CategorySystem, label.GetProperty("system").GetString());
            Assert.Contains(label.GetProperty("code").GetString(), Categories);
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void References_stay_inside_the_bundle_or_name_an_organisation(string partner, string input)
    {
        using var bundle = JsonDocument.Parse(PartnerFolder.Of(partner).Transform(input).Value!.Bundle);
        var inside = bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("fullUrl").GetString()!).ToHashSet();
        var references = Values(bundle.RootElement, "reference").ToList();
        Assert.True(references.Count > 0 || inside.Count == 1, "Only a resource that was sent alone may refer to nothing.");
        Assert.All(references, reference => Assert.True(inside.Contains(reference) || reference.StartsWith("Organization/", StringComparison.Ordinal), reference));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Every_resident_number_fails_its_check_digit_and_every_name_is_marked_as_fictional(string partner, string input)
    {
        using var bundle = JsonDocument.Parse(PartnerFolder.Of(partner).Transform(input).Value!.Bundle);
        foreach (var value in Values(bundle.RootElement, "value").Where(value => ResidentNumber().IsMatch(value)))
        {
            var digits = value.Replace("-", "", StringComparison.Ordinal).Select(digit => digit - '0').ToArray();
            var sum = digits.Take(12).Select((digit, place) => digit * ((place % 8) + 2)).Sum();
            Assert.NotEqual((11 - (sum % 11)) % 10, digits[12]);
        }

        foreach (var entry in bundle.RootElement.GetProperty("entry").EnumerateArray())
        {
            var resource = entry.GetProperty("resource");
            if (resource.GetProperty("resourceType").GetString() is not ("Patient" or "RelatedPerson")) continue;
            if (!resource.TryGetProperty("name", out var names)) continue;
            Assert.All(names.EnumerateArray(), name => Assert.EndsWith("(가명)", name.GetProperty("text").GetString(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Partners))]
    public void Two_messages_of_a_partner_describe_its_staff_and_organisations_alike(string partner)
    {
        // Else each message would undo the other, and the directory would get a new version with every delivery.
        var folder = PartnerFolder.Of(partner);
        Dictionary<string, string> described = [];
        foreach (var input in folder.Inputs.Where(input => !PartnerFolder.IsRefused(input)))
        {
            var result = folder.Transform(input).Value!;
            using var bundle = JsonDocument.Parse(result.Bundle);
            foreach (var (entry, url) in PartnerFolder.Requests(result, bundle))
            {
                if (Type(entry.GetProperty("resource")) is not ("PractitionerRole" or "Organization")) continue;
                var text = entry.GetProperty("resource").GetRawText();
                Assert.True(described.TryAdd(url, text) || described[url] == text, $"{input}: {url}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Partners))]
    public void The_folder_says_first_that_it_is_simulated_and_keeps_its_page_short(string partner)
    {
        var readme = PartnerFolder.Of(partner).Read("README.md");
        Assert.StartsWith("`simulated: true`", readme, StringComparison.Ordinal);
        Assert.True(readme.Count(letter => letter == '\n') <= 60);
    }

    [Fact]
    public void The_municipality_plans_four_fields_at_six_providers_for_one_person()
    {
        using var bundle = JsonDocument.Parse(PartnerFolder.Of("seodaemun").Transform("01-input.xlsx").Value!.Bundle);
        var resources = bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).ToList();
        Assert.Single(resources, resource => Type(resource) == "Patient");
        var plan = Assert.Single(resources, resource => Type(resource) == "CarePlan");
        Assert.Equal(7, plan.GetProperty("activity").GetArrayLength());
        var planned = resources.Where(resource => Type(resource) == "ServiceRequest" && resource.TryGetProperty("basedOn", out _)).ToList();
        Assert.Equal(7, planned.Count);
        string[] fields = ["care", "housing", "medical", "welfare"];
        Assert.Equal(fields, planned.Select(request => request.GetProperty("category")[0].GetProperty("coding")[0].GetProperty("code").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(6, planned.Select(request => request.GetProperty("performer")[0].GetProperty("reference").GetString()).Distinct().Count());
    }

    private static string? Type(JsonElement resource) => resource.GetProperty("resourceType").GetString();

    private static TheoryData<string, string> Inputs(bool refused)
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in PartnerFolder.All)
            foreach (var input in folder.Inputs.Where(input => PartnerFolder.IsRefused(input) == refused)) data.Add(folder.Name, input);
        return data;
    }

    private static IEnumerable<string> Values(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Values(item, name)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name == name && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : Values(property.Value, name)),
        _ => [],
    };

    [GeneratedRegex(@"^\d{6}-[1-8]\d{6}$")]
    private static partial Regex ResidentNumber();
}
