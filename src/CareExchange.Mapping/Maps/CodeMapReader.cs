using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>ConceptMap resources, and the concept maps written inside maps → <see cref="CodeMap"/>.</summary>
internal static class CodeMapReader
{
    /// <summary>Reads a ConceptMap resource.</summary>
    /// <param name="root">The resource.</param>
    /// <param name="issues">Takes what is wrong: <c>conceptmap-url</c>, <c>conceptmap-code</c>, <c>conceptmap-duplicate</c>.</param>
    public static CodeMap? Read(Element root, List<Issue> issues)
    {
        if (root["url"].Text is not { } url)
        {
            issues.Add(Problem(root, "conceptmap-url", "A ConceptMap has no url.", "ConceptMap에 url이 없습니다.", "url"));
            return null;
        }

        return ReadGroups(root, url, issues);
    }

    /// <summary>Reads a ConceptMap that a map contains, which is named by its id and need not have a url.</summary>
    public static CodeMap ReadContained(Element root, List<Issue> issues) => ReadGroups(root, root["id"].Text ?? "", issues);

    /// <summary>The same from the facts of a definition; maps that unknown codes are passed on to come along.</summary>
    public static CodeMap Read(ConceptMapDefinition definition, Schema schema, string url) => Read(definition, schema, url, 0);

    private static CodeMap Read(ConceptMapDefinition definition, Schema schema, string url, int depth) => new(url, [.. definition.Groups.Select(facts =>
    {
        var unmapped = facts.Unmapped;
        var group = new CodeMapGroup(facts.Source, facts.Target)
        {
            Unmapped = unmapped?.Mode switch { "provided" => CodeMapUnmapped.Provided, "fixed" => CodeMapUnmapped.Fixed, _ => CodeMapUnmapped.None },
            FixedCode = unmapped?.Code, FixedDisplay = unmapped?.Display,
            // Maps may pass codes on in a circle: what is that far away is unknown.
            Other = unmapped is { Mode: "other-map", Url: { } other } && depth < 8 && schema.FindConceptMap(other) is { } next ? Read(next, schema, other, depth + 1) : null,
        };
        foreach (var element in facts.Elements.Where(element => element.Code is not null))
        {
            var target = element.Targets.FirstOrDefault(target => target.Equivalence is not ("unmatched" or "disjoint") && target.Code is not null);
            group.Codes.TryAdd(element.Code!, new(facts.Target, target?.Code, target?.Display) { SourceSystem = facts.Source, SourceDisplay = element.Display });
        }

        return group;
    })]);

    private static CodeMap ReadGroups(Element root, string url, List<Issue> issues)
    {
        List<CodeMapGroup> groups = [];
        foreach (var group in root.Children("group")) groups.Add(ReadGroup(group, issues));
        return new(url, groups);
    }

    /// <summary>Turns a concept map inside a map into the same thing; its lines are grouped by their two systems.</summary>
    public static CodeMap Read(EmbeddedConceptMap syntax)
    {
        var prefixes = syntax.Prefixes.ToDictionary(prefix => prefix.Name, prefix => prefix.Url, StringComparer.Ordinal);
        var groups = new Dictionary<(string, string?), CodeMapGroup>();
        foreach (var unmapped in syntax.Unmapped)
        {
            groups[(prefixes[unmapped.Prefix], null)] = new(prefixes[unmapped.Prefix], null)
            {
                Unmapped = unmapped.FixedCode is null ? CodeMapUnmapped.Provided : CodeMapUnmapped.Fixed, FixedCode = unmapped.FixedCode,
            };
        }

        foreach (var line in syntax.Lines)
        {
            var (source, target) = (prefixes[line.SourcePrefix], line.TargetPrefix is { } prefix ? prefixes[prefix] : null);
            if (!groups.TryGetValue((source, target), out var group)) groups[(source, target)] = group = new(source, target);
            var hasTarget = line.Equivalence is not ("unmatched" or "disjoint");
            group.Codes.TryAdd(line.SourceCode, new(target, hasTarget ? line.TargetCode : null, null) { SourceSystem = source });
        }

        return new(syntax.Id, [.. groups.Values]);
    }

    private static CodeMapGroup ReadGroup(Element element, List<Issue> issues)
    {
        var unmapped = element["unmapped"];
        var mode = unmapped["mode"].Text;
        var group = new CodeMapGroup(element["source"].Text, element["target"].Text)
        {
            Unmapped = mode switch { "provided" => CodeMapUnmapped.Provided, "fixed" => CodeMapUnmapped.Fixed, _ => CodeMapUnmapped.None },
            FixedCode = unmapped["code"].Text, FixedDisplay = unmapped["display"].Text, OtherUrl = mode == "other-map" ? unmapped["url"].Text : null,
        };
        foreach (var entry in element.Children("element"))
        {
            if (entry["code"].Text is not { } code)
            {
                issues.Add(Problem(entry, "conceptmap-code", "A ConceptMap element has no code.", "ConceptMap 항목에 코드가 없습니다.", "code"));
                continue;
            }

            if (!group.Codes.TryAdd(code, ReadTarget(entry, group)))
            {
                issues.Add(Problem(entry, "conceptmap-duplicate", "A ConceptMap group has a code twice.", "ConceptMap 그룹에 같은 코드가 두 번 있습니다.", "each code once") with { Found = code });
            }
        }

        return group;
    }

    // The first target that is an answer: disjoint and unmatched say that there is none (R4 concept-map-equivalence).
    private static CodeTranslation ReadTarget(Element entry, CodeMapGroup group)
    {
        var display = entry["display"].Text;
        foreach (var target in entry.Children("target"))
        {
            if (target["equivalence"].Text is "unmatched" or "disjoint" || target["code"].Text is not { } code) continue;
            return new(group.Target, code, target["display"].Text) { SourceSystem = group.Source, SourceDisplay = display };
        }

        return new(group.Target, null, null) { SourceSystem = group.Source, SourceDisplay = display };
    }

    private static Issue Problem(Element at, string rule, string english, string korean, string expected) =>
        Issue.Error("structure", rule, english, korean) with { Line = at.Position.Line, Column = at.Position.Column, Expected = expected, Expression = at.Path };
}
