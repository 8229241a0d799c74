using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Fml;

/// <summary>Concept maps written inside a map ↔ ConceptMap resources that a StructureMap contains.</summary>
internal static class EmbeddedConceptMaps
{
    /// <summary>The resource.</summary>
    public static ElementBuilder Write(EmbeddedConceptMap map, Schema schema)
    {
        var systems = map.Prefixes.ToDictionary(prefix => prefix.Name, prefix => prefix.Url, StringComparer.Ordinal);
        var resource = ElementBuilder.Create(schema, "ConceptMap").Set("id", FmlNames.Id(map.Id)).Set("status", "draft");
        foreach (var lines in map.Lines.GroupBy(line => (line.SourcePrefix, line.TargetPrefix)))
        {
            var group = resource.Add("group").Set("source", systems[lines.Key.SourcePrefix]).Set("target", lines.Key.TargetPrefix is { } target ? systems[target] : null);
            foreach (var codes in lines.GroupBy(line => line.SourceCode, StringComparer.Ordinal))
            {
                var element = group.Add("element").Set("code", codes.Key);
                foreach (var line in codes) WriteTarget(element.Add("target"), line);
            }

            WriteUnmapped(group, map.Unmapped.FirstOrDefault(unmapped => unmapped.Prefix == lines.Key.SourcePrefix));
        }

        return resource;
    }

    /// <summary>The concept map as it is written in a text; prefixes are numbered in the order of their systems.</summary>
    public static EmbeddedConceptMap Read(Element resource)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        List<ConceptUnmapped> unmapped = [];
        List<ConceptLine> lines = [];
        string Prefix(string? url, char letter)
        {
            var key = $"{letter}{url}";
            if (!names.TryGetValue(key, out var name)) names[key] = name = names.Keys.Count(known => known[0] == letter) is > 0 and var count ? $"{letter}{count + 1}" : $"{letter}";
            return name;
        }

        foreach (var group in resource.Children("group"))
        {
            var source = Prefix(group["source"].Text, 's');
            var target = group["target"].Text is { } url ? Prefix(url, 't') : null;
            foreach (var element in group.Children("element"))
            {
                if (element["code"].Text is not { } code) continue;
                if (element.Children("target").Count == 0) lines.Add(new(source, code, "unmatched", null, null));
                foreach (var to in element.Children("target"))
                {
                    var equivalence = to["equivalence"].Text ?? "equivalent";
                    var toCode = equivalence == "unmatched" ? null : to["code"].Text;
                    lines.Add(new(source, code, toCode is null ? "unmatched" : equivalence, toCode is null ? null : target ?? Prefix(null, 't'), toCode));
                }
            }

            var mode = group["unmapped"]["mode"].Text;
            if (mode is "provided" or "fixed" && !unmapped.Exists(known => known.Prefix == source)) unmapped.Add(new(source, mode == "fixed" ? group["unmapped"]["code"].Text : null));
        }

        return new($"#{resource["id"].Text}", [.. names.Select(pair => new ConceptPrefix(pair.Value, pair.Key[1..]))], unmapped, lines, new(resource.Position.Line, resource.Position.Column));
    }

    private static void WriteTarget(ElementBuilder target, ConceptLine line)
    {
        target.Set("code", line.TargetCode).Set("equivalence", line.Equivalence);

        // R4 cmd-1: whoever says "narrower" or "inexact" says why.
        if (line.Equivalence is "narrower" or "inexact") target.Set("comment", line.Comments.Behind ?? "as the map says");
    }

    private static void WriteUnmapped(ElementBuilder group, ConceptUnmapped? unmapped)
    {
        if (unmapped is null) return;
        var node = group.Add("unmapped").Set("mode", unmapped.FixedCode is null ? "provided" : "fixed");
        node.Set("code", unmapped.FixedCode);
    }
}
