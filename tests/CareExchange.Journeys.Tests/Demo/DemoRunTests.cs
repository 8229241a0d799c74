using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Journeys.Tests.Demo;

/// <summary>The demonstration as a whole: what is delivered, what stays out, and that a second run changes nothing.</summary>
[Collection(DeliveredCollection.Name)]
public sealed class DemoRunTests(DeliveredDistrict district)
{
    [Fact]
    public void Every_right_message_is_stored_and_every_wrong_one_is_refused_with_a_reason()
    {
        Assert.Equal(PartnerMessage.All.Count, district.Results.Count);
        Assert.All(district.Results, result =>
        {
            Assert.Equal(result.File[0] == '9' ? "rejected" : "processed", result.State);
            Assert.Equal(result.State == "rejected", result.Rule is not null && result.Korean is not null);
        });
    }

    [Fact]
    public async Task Running_the_demonstration_again_on_the_same_data_changes_nothing()
    {
        var before = await district.Run.CountAsync(TestContext.Current.CancellationToken);
        var plan = (await district.Run.FindPlanAsync(TestContext.Current.CancellationToken))!.AbsolutePath;

        await district.RestartAsync();
        var again = await district.DeliverAsync();

        Assert.Equal(before, await district.Run.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(district.Results, again);
        Assert.Equal(plan, (await district.Run.FindPlanAsync(TestContext.Current.CancellationToken))!.AbsolutePath);
    }

    [Fact]
    public async Task No_resident_number_stands_in_any_file_of_the_database()
    {
        // 1. What is looked for is really in the messages.
        var numbers = PartnerMessage.All.Where(message => !message.File.EndsWith(".xlsx", StringComparison.Ordinal))
            .SelectMany(message => System.Text.RegularExpressions.Regex.Matches(Encoding.Latin1.GetString(message.Content), "[0-9]{6}-[0-9]{7}").Select(match => match.Value))
            .Distinct().ToArray();
        Assert.Contains("480302-2004810", numbers);

        // 2. And in nothing that was kept, with or without its hyphen, write-ahead log included.
        foreach (var file in Directory.GetFiles(district.Folder))
        {
            var bytes = await ReadSharedAsync(file);
            Assert.All(numbers, number =>
            {
                Assert.False(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(number)) >= 0, $"{Path.GetFileName(file)} holds a resident number.");
                Assert.False(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(number.Replace("-", "", StringComparison.Ordinal))) >= 0, $"{Path.GetFileName(file)} holds a resident number.");
            });
        }
    }

    [Fact]
    public async Task Everything_stored_names_its_partner_its_message_and_its_map()
    {
        var store = district.Room<ResourceStore>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var provenance in await AllAsync(store, "Provenance"))
        {
            using var json = System.Text.Json.JsonDocument.Parse(provenance.Json);
            var root = json.RootElement;
            foreach (var target in root.GetProperty("target").EnumerateArray()) told.Add(target.GetProperty("reference").GetString()!);
            Assert.Equal($"Organization/{provenance.Tags.Source}", root.GetProperty("agent")[0].GetProperty("who").GetProperty("reference").GetString());
            Assert.Contains(root.GetProperty("policy").EnumerateArray(), policy => policy.GetString()!.StartsWith("urn:careexchange:map:", StringComparison.Ordinal) && policy.GetString()!.Contains('|'));
            var original = root.GetProperty("entity")[0].GetProperty("what").GetProperty("reference").GetString()!;
            Assert.NotNull(await store.ReadAsync("DocumentReference", original["DocumentReference/".Length..], TestContext.Current.CancellationToken));
        }

        foreach (var type in new[] { "Patient", "Observation", "Consent", "CarePlan", "Condition", "ServiceRequest", "Task", "Goal", "CareTeam", "Encounter", "RelatedPerson" })
        {
            // Questions to the privacy officer and the like are the gateway's own.
            var stored = (await AllAsync(store, type)).Where(resource => DemoWorld.Partners.Any(partner => partner.OrganizationId == resource.Tags.Source)).ToArray();
            Assert.NotEmpty(stored);
            Assert.All(stored, resource => Assert.Contains($"{type}/{resource.Id}/_history/{resource.Version}", told));
        }
    }

    [Fact]
    public async Task The_audit_chain_holds_and_names_every_message()
    {
        var verified = await district.Room<AuditStore>().VerifyAsync(TestContext.Current.CancellationToken);

        Assert.Null(verified.BrokenAt);
        var messages = (await district.AuditAsync(count: 1000)).Where(entry => entry.Row.Action == "message").ToArray();
        Assert.True(messages.Count(entry => entry.Row.Outcome == "deny") >= PartnerMessage.All.Count(message => message.IsWrong));
        Assert.True(messages.Count(entry => entry.Row.Outcome == "permit") >= PartnerMessage.All.Count(message => !message.IsWrong));
    }

    private async Task<IReadOnlyList<StoredResource>> AllAsync(ResourceStore store, string type)
    {
        var all = new List<StoredResource>();
        var parser = district.Room<SearchQueryParser>();
        var request = parser.Parse(type, [new("_count", "100")], "test").Value;
        while (request is not null)
        {
            var page = await store.SearchAsync(request, AccessPredicate.Unrestricted, TestContext.Current.CancellationToken);
            all.AddRange(page.Matches);
            request = page.NextCursor is { } next ? parser.Parse(type, [new("_cursor", next)], "test").Value : null;
        }

        return all;
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return bytes;
    }
}
