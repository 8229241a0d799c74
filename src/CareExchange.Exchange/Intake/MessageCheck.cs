using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Exchange.Intake;

/// <summary>Holds what a map made against the specification. The partner's setting decides whether one wrong entry refuses the message or only itself.</summary>
/// <param name="check">The check that every resource goes through before it is stored.</param>
/// <param name="schema">The definitions.</param>
/// <param name="ownSystem">The identifier system of the partner's own ids.</param>
internal sealed class MessageCheck(ResourceCheck check, Schema schema, string ownSystem)
{
    /// <summary>Of a table whole rows are left out, of anything else entries, and with them what cannot be without them.</summary>
    /// <param name="result">What the map made.</param>
    /// <returns>The resources that may be stored; or every issue, at the field of the message that the resource's part came from.</returns>
    public Outcome<CheckedMessage> Check(MappingResult result)
    {
        for (var round = 0; ; round++)
        {
            var read = FhirDocument.Parse(result.Bundle, schema);
            if (read.Value is not { } document) return Outcome.Failure<CheckedMessage>(read.Issues);
            List<MappedEntry> entries = [];
            List<Issue> wrong = [];
            var wrongUrls = new HashSet<string>(StringComparer.Ordinal);
            var index = 0;
            foreach (var element in document.Root.Children("entry"))
            {
                var entry = Read(element, index++, result);
                var issues = entry.Value is { } taken ? Take(taken, entries) : entry.Issues;
                if (issues.Count > 0 && element["fullUrl"].Text is { } url) wrongUrls.Add(url);
                wrong.AddRange(issues);
            }

            if (wrong.Count == 0) return new CheckedMessage(result, entries, 0, []);
            Issue[] located = [.. wrong.Select(issue => Locate(issue, result))];
            if (!result.IsPartial) return Outcome.Failure<CheckedMessage>(located);
            if (round < 3 && result.WithoutRowsOf(wrong) is { } again)
            {
                if (again.Value is not { } rest || !again.Succeeded) return Outcome.Failure<CheckedMessage>(again.Issues);
                result = rest;
                continue;
            }

            return Without(result, entries, wrongUrls, index, located);
        }
    }

    private static Outcome<BundleEntry> Read(Element element, int index, MappingResult result)
    {
        var read = result.Requests.Count == 0 ? BundleEntry.ReadOne(element, index) : BundleEntry.ReadOne(element, index, index < result.Requests.Count ? result.Requests[index] : null);
        return read is { Resource.Exists: true } entry ? entry : BundleEntry.Malformed(index);
    }

    private List<Issue> Take(BundleEntry entry, List<MappedEntry> entries)
    {
        var outcome = check.Check(entry.Body, entry.Type, id: null);
        List<Issue> issues = [.. outcome.Issues.Where(issue => issue.IsError).Select(entry.At), .. Foreign(entry)];
        if (issues.Count == 0 && outcome.Value is { } resource) entries.Add(new(entry, resource));
        return issues;
    }

    // Whoever could state another partner's own id would decide whom that partner's next message is about.
    private IEnumerable<Issue> Foreign(BundleEntry entry)
    {
        List<Issue> issues = [];
        foreach (var identifier in entry.Resource.Children("identifier"))
        {
            if (identifier["system"].Text is not { } system || !system.StartsWith(OwnReferences.Prefix, StringComparison.Ordinal) || system == ownSystem) continue;
            issues.Add(Issue.Error("forbidden", "identifier-foreign", "Only a partner itself may state its own ids.", "연계기관의 자체 식별자는 그 기관만 쓸 수 있습니다.") with { Expression = identifier.Path, Expected = ownSystem, Found = system });
        }

        return issues;
    }

    // The text is our map's, not the sender's: where the part came from is what the sender can put right.
    private static Issue Locate(Issue issue, MappingResult result) => issue.Expression is { } path && result.SourceOf(path) is { } source
        ? issue with { Line = source.Line, Column = source.Column, Found = issue.Found ?? (source.Field.Length > 0 ? source.Field : null) }
        : issue with { Line = null, Column = null };

    private Outcome<CheckedMessage> Without(MappingResult result, List<MappedEntry> entries, HashSet<string> wrong, int count, Issue[] issues)
    {
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            for (var i = entries.Count - 1; i >= 0; i--)
            {
                var entry = entries[i];
                var needed = ReferenceRewrite.References(entry.Resource.Document.Root).Where(reference => wrong.Contains(reference.Text!)).ToArray();
                if (needed.Length == 0) continue;
                isChanged = true;
                if (Shorten(entry, needed) is { } shorter)
                {
                    entries[i] = shorter;
                    continue;
                }

                entries.RemoveAt(i);
                if (entry.Entry.FullUrl is { } url) wrong.Add(url);
            }
        }

        if (entries.Count == 0) return Outcome.Failure<CheckedMessage>(issues);
        var summary = Issue.Warning("incomplete", "message-entries-left-out", "Entries were left out; the others were taken.", "오류가 있는 항목을 제외하고 나머지 항목을 받았습니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"{count} entries"), Found = string.Create(CultureInfo.InvariantCulture, $"{entries.Count} taken, {count - entries.Count} left out"),
        };
        return new CheckedMessage(result, entries, count - entries.Count, [summary, .. issues.Select(issue => issue with { Severity = IssueSeverity.Warning })]);
    }

    // A document's outline and a list go on without one of their items: the narrative and the original still tell it.
    private MappedEntry? Shorten(MappedEntry entry, Element[] references)
    {
        var edit = new DocumentEdit(entry.Resource.Document);
        foreach (var reference in references)
        {
            var path = reference.Path;
            var isItem = entry.Resource.Type == "Composition" && path.Contains(".section[", StringComparison.Ordinal) && path.Contains(".entry[", StringComparison.Ordinal);
            if (!isItem && !(entry.Resource.Type == "List" && path.Contains(".entry[", StringComparison.Ordinal))) return null;
            if (Item(entry.Resource.Document.Root, reference.Start) is not { Exists: true } item) return null;
            edit.Remove(item);
        }

        return check.Check(new(edit.Apply()), entry.Resource.Type, id: null).Value is { } resource ? new(entry.Entry, resource) : null;
    }

    /// <summary>The entry of a section or list that an offset lies in.</summary>
    private static Element Item(Element element, int offset)
    {
        foreach (var child in element.Children())
        {
            if (child.Start > offset || offset >= child.Start + child.Raw.Length) continue;
            return child.JsonName == "entry" ? child : Item(child, offset);
        }

        return default;
    }
}
