using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Maps;

/// <summary>Every numbered pair of <c>mappings/&lt;partner&gt;/examples/out/&lt;name&gt;</c> is a test; 9x are resources that cannot be written.</summary>
public sealed class PartnerOutputsTests
{
    public static TheoryData<string, string, string> Written => Inputs(refused: false);

    public static TheoryData<string, string, string> Refused => Inputs(refused: true);

    [Theory]
    [MemberData(nameof(Written))]
    public void Resources_become_the_expected_message(string partner, string output, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var path = $"out/{output}/{input}";
        var made = folder.Profile.Write(output, folder.Bytes(path));
        Assert.True(made.Succeeded, PartnerFolder.Text(made.Issues));
        var expected = Directory.GetFiles(Path.Combine(folder.ExamplesPath, "out", output), $"{input[..2]}-expected.*").Single();
        Assert.Equal(File.ReadAllBytes(expected), made.Value!.Content.ToArray());
        Assert.Equal(made.Value.Content.ToArray(), folder.Compile().Write(output, folder.Bytes(path)).Value!.Content.ToArray());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Resources_that_cannot_be_written_are_refused_with_the_expected_issues(string partner, string output, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var made = folder.Profile.Write(output, folder.Bytes($"out/{output}/{input}"));
        Assert.False(made.Succeeded);
        Assert.All(made.Issues, issue => Assert.False(string.IsNullOrWhiteSpace(issue.Korean)));
        folder.Verify($"out/{output}/{input[..2]}-expected-issues.json", PartnerFolder.Places(made.Issues));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void The_file_is_named_without_a_word_about_the_person_and_the_trace_leads_to_the_resources(string partner, string output, string input)
    {
        var folder = PartnerFolder.Of(partner);
        var made = folder.Profile.Write(output, folder.Bytes($"out/{output}/{input}")).Value!;
        Assert.Matches($"^{output}-2026[01][0-9][0-3][0-9]-[0-9a-f]{{12}}\\.[a-z0-9]+$", made.FileName);
        Assert.NotEmpty(made.Trace);
        Assert.Contains(made.Trace, entry => entry.Source?.Field.StartsWith("Bundle.entry[0].resource", StringComparison.Ordinal) == true);
        Assert.InRange(made.Coverage.Ratio, 0.2, 1);
        Assert.Contains(0, made.ReadEntries);
    }

    [Fact]
    public void The_referral_of_a_hospital_comes_back_to_it_with_its_own_numbers()
    {
        var folder = PartnerFolder.Of("inwang-hospital");
        var reply = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetString(folder.Profile.Write("rri", folder.Bytes("out/rri/01-input.json")).Value!.Content.Span).Split('\r').DistinctBy(line => line.Split('|')[0]).ToDictionary(line => line.Split('|')[0], line => line.Split('|'));
        var sent = Encoding.UTF8.GetString(folder.Bytes("03-input.hl7")).Split('\r').DistinctBy(line => line.Split('|')[0]).ToDictionary(line => line.Split('|')[0], line => line.Split('|'));
        Assert.Equal(sent["MSH"][9], reply["MSA"][2]);
        Assert.Equal(sent["RF1"][6].Split('^')[0], reply["RF1"][6]);
        Assert.Equal(sent["PID"][3].Split('~')[0], reply["PID"][3]);
        Assert.DoesNotContain("2004810", string.Concat(reply.Values.SelectMany(fields => fields)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_was_written_is_read_by_the_maps_of_documents()
    {
        var folder = PartnerFolder.Of("dongshin-hospital");
        foreach (var (output, category) in (ValueTuple<string, string>[])[("referral", "referral"), ("reply", "reply")])
        {
            var document = folder.Profile.Write(output, folder.Bytes($"out/{output}/01-input.json")).Value!.Content;
            var read = folder.Transform("01-input.xml", document.ToArray());
            Assert.True(read.Succeeded, PartnerFolder.Text(read.Issues));
            using var bundle = JsonDocument.Parse(read.Value!.Bundle);
            var resources = bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).ToList();
            Assert.Equal(category, resources[0].GetProperty("category")[0].GetProperty("coding")[0].GetProperty("code").GetString());
            Assert.Contains(resources, resource => resource.GetProperty("resourceType").GetString() == "Condition" && resource.GetProperty("code").GetProperty("coding")[0].GetProperty("code").GetString() == "I63.9");
            Assert.Contains(resources, resource => resource.GetProperty("resourceType").GetString() == "MedicationStatement");
            Assert.All(read.Value.Sections, section => Assert.True(section.IsNarrativeKept && section.Entries == section.MappedEntries, section.Title));
        }
    }

    [Fact]
    public void A_condition_of_the_manifest_decides_what_starts_a_message()
    {
        var profile = PartnerFolder.Of("inwang-hospital").Profile;
        bool Starts(string json)
        {
            using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
            return profile.Starts("rri", document.Root, "Organization/inwang-hospital");
        }

        Assert.True(Starts("""{"resourceType":"Task","focus":{"reference":"ServiceRequest/1"}}"""));
        Assert.False(Starts("""{"resourceType":"Task","focus":{"reference":"CarePlan/1"}}"""));
        Assert.False(Starts("""{"resourceType":"Patient"}"""));
        Assert.Throws<ArgumentException>(() => profile.Write("nothing", "{}"u8.ToArray()));
    }

    private static TheoryData<string, string, string> Inputs(bool refused)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var folder in PartnerFolder.All)
        {
            foreach (var output in folder.Profile.Outputs)
            {
                var path = Path.Combine(folder.ExamplesPath, "out", output.Name);
                Assert.True(Directory.Exists(path), $"{folder.Name}: {output.Name} has no example");
                foreach (var file in Directory.GetFiles(path, "*-input.json").Select(Path.GetFileName).Order(StringComparer.Ordinal))
                {
                    if (PartnerFolder.IsRefused(file!) == refused) data.Add(folder.Name, output.Name, file!);
                }
            }
        }

        return data;
    }
}
