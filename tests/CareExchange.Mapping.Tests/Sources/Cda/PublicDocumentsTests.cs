using CareExchange.Mapping.Profiles;
using CareExchange.Mapping.Tests.Maps;

namespace CareExchange.Mapping.Tests.Sources.Cda;

/// <summary>C-CDA documents of other people's systems, as far as such a folder stands beside the checkout.</summary>
public sealed class PublicDocumentsTests
{
    [Fact]
    public void Each_is_mapped_or_refused_at_its_place_and_every_section_is_accounted_for()
    {
        var folder = SharedData.Find("ccda");
        Assert.SkipUnless(folder is not null, "skipped: no conformance data");
        var partner = PartnerFolder.Of("dongshin-hospital");
        var files = Directory.GetFiles(folder!, "*.xml", SearchOption.AllDirectories);
        List<string> wrong = [];
        var mapped = 0;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var result = partner.Profile.Transform(bytes, "application/xml", Path.GetFileName(file));
            if (!result.Succeeded)
            {
                // A text that is no well-formed document says where.
                if (result.Issues.Any(issue => issue.IsError && (issue.Line is null || issue.Rule.StartsWith("map-", StringComparison.Ordinal)))) wrong.Add($"{Path.GetFileName(file)}: {PartnerFolder.Text(result.Issues.Where(issue => issue.IsError))}");
                continue;
            }

            mapped++;

            // Fragments that only show an entry have no header, hence nobody they are about.
            if (!result.Value.Bundle.Span.Contains((byte)'[')) continue;
            wrong.AddRange(Sections(file, bytes, result.Value));
        }

        Assert.Equal("", string.Join('\n', wrong));
        Assert.True(mapped * 10 > files.Length * 8, $"{mapped} of {files.Length}");
    }

    // What the text itself counts is what the report must tell of.
    private static IEnumerable<string> Sections(string file, byte[] bytes, MappingResult result)
    {
        var document = System.Xml.Linq.XDocument.Load(new MemoryStream(bytes));
        var sections = document.Descendants().Where(element => element.Name.LocalName == "section" && element.Ancestors().Any(above => above.Name.LocalName == "structuredBody")).ToList();
        if (sections.Count != result.Sections.Count) yield return $"{Path.GetFileName(file)}: {sections.Count} sections, {result.Sections.Count} in the report";
        foreach (var (section, told) in sections.Zip(result.Sections))
        {
            var text = section.Elements().FirstOrDefault(element => element.Name.LocalName == "text");
            var hasText = text is not null && text.Value.Trim().Length > 0;
            if (hasText && !told.IsNarrativeKept) yield return $"{Path.GetFileName(file)}: narrative of {told.Title} lost";
            if (section.Elements().Count(element => element.Name.LocalName == "entry") != told.Entries) yield return $"{Path.GetFileName(file)}: entries of {told.Title}";
        }
    }
}
