using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>mapping.json → <see cref="ProfileManifest"/>; a property it does not know is an error, because it is a spelling mistake.</summary>
internal static class ManifestReader
{
    private static readonly string[] Top = ["partner", "title", "simulated", "version", "utcOffset", "shared", "maps", "out"];
    private static readonly string[] Entry = ["map", "format", "contentType", "filePattern", "source", "messages", "partial", "ignore", "title", "validFrom", "validUntil", "candidate", "provenance"];

    /// <summary>The manifest, or issues of rule <c>manifest-…</c> with line and column.</summary>
    public static Outcome<ProfileManifest> Read(ReadOnlyMemory<byte> utf8, Schema schema)
    {
        var outcome = FhirDocument.Parse(utf8, schema, SourceMessage.Untyped);
        if (outcome.Value is not { } document) return Outcome.Failure<ProfileManifest>(outcome.Issues);
        List<Issue> issues = [];
        var root = document.Root;
        Known(root, Top, issues);
        var offset = root["utcOffset"].Text ?? "+09:00";
        if (offset != "Z" && (offset.Length != 6 || offset[0] is not ('+' or '-') || offset[3] != ':')) issues.Add(Problem(root["utcOffset"], "manifest-value", "utcOffset", "+09:00"));
        List<ManifestMap> maps = [];
        foreach (var entry in root.Children("maps"))
        {
            Known(entry, Entry, issues);
            var format = Text(entry, "format", issues);
            if (!MessageSources.Formats.Contains(format, StringComparer.Ordinal)) issues.Add(Problem(entry["format"], "manifest-value", "format", string.Join(", ", MessageSources.Formats)));
            if (MessageSources.IsTable(format) && entry["source"].Text is null) issues.Add(Problem(entry, "manifest-missing", "source", "a table declaration"));
            List<string> messages = [];
            foreach (var message in entry.Children("messages")) messages.Add(message.Text ?? "");
            List<string> ignore = [];
            foreach (var ignored in entry.Children("ignore")) ignore.Add(Text(ignored, "path", issues));
            var contentType = Text(entry, "contentType", issues).Split(';')[0].Trim().ToLowerInvariant();
            maps.Add(new(Text(entry, "map", issues), format, contentType, entry["filePattern"].Text, entry["source"].Text, entry["title"].Text, ignore, entry.Position.Line, entry.Position.Column)
            {
                Messages = messages,
                IsPartial = Flag(entry["partial"], issues),
                From = Day(entry["validFrom"], issues),
                Until = Day(entry["validUntil"], issues),
                IsCandidate = Flag(entry["candidate"], issues),
                HasFieldProvenance = Flag(entry["provenance"], issues),
            });
        }

        var outputs = OutputManifest.Read(root, schema, issues);
        if (maps.Count + outputs.Count == 0) issues.Add(Problem(root, "manifest-missing", "maps", "at least one map"));
        List<string> shared = [];
        foreach (var room in root.Children("shared")) shared.Add(room.Text ?? "");
        var manifest = new ProfileManifest(Text(root, "partner", issues), Text(root, "version", issues), root["simulated"].Text == "true", offset, maps) { Shared = shared, Outputs = outputs };
        return issues.Count > 0 ? Outcome.Failure<ProfileManifest>(issues) : manifest;
    }

    private static void Known(Element element, string[] names, List<Issue> issues)
    {
        foreach (var child in element.Children())
        {
            if (!names.Contains(child.JsonName, StringComparer.Ordinal)) issues.Add(Problem(child, "manifest-unknown", child.JsonName, string.Join(", ", names)));
        }
    }

    private static bool Flag(Element element, List<Issue> issues)
    {
        if (element.Exists && element.Text is not ("true" or "false")) issues.Add(Problem(element, "manifest-value", element.JsonName, "true or false"));
        return element.Text == "true";
    }

    private static DateOnly? Day(Element element, List<Issue> issues)
    {
        if (!element.Exists) return null;
        if (DateOnly.TryParseExact(element.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        issues.Add(Problem(element, "manifest-value", element.JsonName, "2026-03-27"));
        return null;
    }

    private static string Text(Element parent, string name, List<Issue> issues)
    {
        if (parent[name].Text is { Length: > 0 } text) return text;
        issues.Add(Problem(parent, "manifest-missing", name, name));
        return "";
    }

    private static Issue Problem(Element at, string rule, string name, string expected) =>
        Issue.Error("structure", rule, $"The manifest is wrong at {name}.", $"매니페스트의 {name} 항목이 잘못되었습니다.") with
        {
            Line = at.Position.Line, Column = at.Position.Column, Expected = expected, Found = at.Text,
        };
}
