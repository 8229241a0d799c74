using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Maps;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>Accounts for every section of a CDA document, nested ones behind the section that holds them.</summary>
internal static class SectionReport
{
    public static List<SectionCoverage> Of(SourceMessage message, SourceReads reads)
    {
        List<SectionCoverage> sections = [];
        foreach (var component in message.Document.Root.Children("component"))
        {
            foreach (var body in component.Children("structuredBody")) Collect(body, message, reads, sections);
        }

        return sections;
    }

    /// <summary>The same as remarks, for the report that goes back to the sender.</summary>
    public static IEnumerable<Issue> Remarks(IReadOnlyList<SectionCoverage> sections) => sections.Select(section =>
        Issue.Information("informational", "cda-section", "What became of a section.", "섹션 처리 결과입니다.") with
        {
            Expression = section.Position.Field, Line = section.Position.Line, Column = section.Position.Column,
            Expected = section.Entries == 0 ? "narrative" : $"narrative and {section.Entries} entries",
            Found = $"{section.Code ?? "no code"}: narrative {(section.IsNarrativeKept ? "kept" : "absent")}, {section.MappedEntries} of {section.Entries} entries mapped",
        });

    private static void Collect(Element holder, SourceMessage message, SourceReads reads, List<SectionCoverage> sections)
    {
        foreach (var component in holder.Children("component"))
        {
            foreach (var section in component.Children("section"))
            {
                var (entries, mapped) = (0, 0);
                foreach (var entry in section.Children("entry"))
                {
                    entries++;
                    if (IsRead(entry, reads)) mapped++;
                }

                var text = section["text"]["xhtml"];
                sections.Add(new(section["code"]["code"].Text, section["title"]["xmlText"].Text, message.Locate(section), text.Exists && reads.Has(text), entries, mapped));
                Collect(section, message, reads, sections);
            }
        }
    }

    private static bool IsRead(Element element, SourceReads reads)
    {
        if (element.HasValue && reads.Has(element)) return true;
        foreach (var child in element.Children())
        {
            if (IsRead(child, reads)) return true;
        }

        return false;
    }
}
