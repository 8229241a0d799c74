using System.Security.Cryptography;
using CareExchange.Cli.Town;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;
using CareExchange.Validation.Instances;

namespace CareExchange.Cli.Tests.Town;

public sealed class TownCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("town");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_in_a_town_is_valid_against_the_guide_and_nobody_is_left_out()
    {
        var town = await MakeAsync("a", 250, 1);
        var validator = new ResourceValidator(Schema.Guide);
        var lines = Directory.GetFiles(Path.Combine(town, "fhir"), "*.ndjson").SelectMany(File.ReadAllLines).ToArray();

        Assert.Empty(lines.SelectMany(line => validator.Validate(System.Text.Encoding.UTF8.GetBytes(line)).Where(issue => issue.IsError).Select(issue => $"{issue.Rule} at {issue.Expression}: {issue.Found} {line}")));
        Assert.Equal(250, File.ReadAllLines(Path.Combine(town, "fhir", "Patient.ndjson")).Length);
        Assert.Equal(250, File.ReadAllLines(Path.Combine(town, "fhir", "CarePlan.ndjson")).Length);
    }

    [Theory]
    [InlineData("seodaemun", "text/csv", 2)]
    [InlineData("inwang-hospital", "application/hl7-v2", 20)]
    [InlineData("dongshin-hospital", "application/xml", 10)]
    [InlineData("myhealthway", "application/fhir+ndjson", 2)]
    public async Task The_messages_of_a_towns_partners_are_mapped_without_a_word(string partner, string contentType, int least)
    {
        var town = await MakeAsync("a", 250, 1);
        var files = await Server.Hosting.MappingFolders.ReadAsync(Path.Combine(SharedData.Root, "mappings", partner), TestContext.Current.CancellationToken);
        var profile = MappingProfile.Compile(partner, files, Schema.Guide).Value!;
        var validator = new ResourceValidator(Schema.Guide);

        var messages = Directory.GetFiles(Path.Combine(town, "messages", partner));
        Assert.True(messages.Length >= least, $"{messages.Length}");
        foreach (var message in messages)
        {
            var result = profile.Transform(File.ReadAllBytes(message), contentType, Path.GetFileName(message));
            Assert.DoesNotContain(result.Issues, issue => issue.Severity != Fhir.Outcomes.IssueSeverity.Information);
            Assert.Empty(result.Value!.Unmapped);
            Assert.Empty(validator.Validate(result.Value.Bundle).Where(issue => issue.IsError).Select(issue => $"{Path.GetFileName(message)}: {issue.Rule} at {issue.Expression}: {issue.Found}"));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_a_larger_town_begins_with_the_smaller_one()
    {
        var once = await MakeAsync("a", 60, 7);
        var again = await MakeAsync("b", 60, 7);
        var other = await MakeAsync("c", 60, 8);
        var larger = await MakeAsync("d", 90, 7);

        Assert.Equal(Hashes(once), Hashes(again));
        Assert.NotEqual(Hashes(once), Hashes(other));
        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(once, "fhir", "Patient.ndjson")), (await File.ReadAllLinesAsync(Path.Combine(larger, "fhir", "Patient.ndjson"))).Take(60));
    }

    [Fact]
    public void Every_case_is_a_pattern() => Assert.Equal(Enumerable.Range(1, 45), TownPattern.All.Select(pattern => pattern.No));

    private async Task<string> MakeAsync(string name, int persons, ulong seed)
    {
        var folder = Path.Combine(_folder.FullName, name);
        Assert.True(await TownCommand.WriteAsync(folder, persons, seed, TestContext.Current.CancellationToken) > persons);
        return folder;
    }

    private static string[] Hashes(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
