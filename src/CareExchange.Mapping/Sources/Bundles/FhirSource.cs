using System.Security.Cryptography;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>FHIR R4 itself, JSON, XML or NDJSON: any Bundle that carries resources, a bare resource, or one on each line. All come out as one Bundle.</summary>
/// <remarks>
/// Each entry has a fullUrl, and whatever in the message means it says so; each resource has an identifier by which the sender's own id
/// is found again. A relative reference to what the message does not hold is the sender's and not ours: it becomes an identifier.
/// </remarks>
/// <param name="schema">The definitions.</param>
/// <param name="partner">Whose ids they are.</param>
/// <param name="isPartial">What is wrong in one entry or line leaves out only that.</param>
internal sealed class FhirSource(Schema schema, string partner, bool isPartial) : IMessageSource
{
    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        if (message.Span.StartsWith("\uFEFF"u8)) message = message["\uFEFF"u8.Length..];
        List<Issue> issues = [];
        var texts = FhirXml.Looks(message.Span) ? Xml(message, issues) : Json(message, issues);
        var entries = new FhirEntries(issues);
        foreach (var text in texts) entries.Add(text);
        var mayLeaveOut = isPartial && entries is { IsReadable: true, All.Count: > 0 };
        if (issues.Exists(issue => issue.IsError) && !mayLeaveOut) return Outcome.Failure<SourceMessage>(issues);
        issues = [.. issues.Select(issue => issue.IsError ? issue with { Severity = IssueSeverity.Warning } : issue)];
        if (entries.All.Count == 0)
        {
            return Issue.Error("required", "fhir-empty", "The message holds no resource.", "메시지에 자원이 없습니다.") with { Line = 1, Column = 1, Expected = "a resource, or a Bundle with entries" };
        }

        var (json, positions) = new FhirBundleWriter(partner, SHA256.HashData(message.Span), issues).Write(entries);
        var read = FhirDocument.Parse(json, schema, "Bundle");
        return read.Value is { } bundle ? Outcome.Success(new SourceMessage(bundle, "Bundle", positions), issues) : Outcome.Failure<SourceMessage>(read.Issues);
    }

    private List<FhirText> Xml(ReadOnlyMemory<byte> message, List<Issue> issues)
    {
        var (document, found) = FhirXml.Read(message, schema);
        issues.AddRange(found);
        return document is null ? [] : [new(document, 0, IsLine: false)];
    }

    private List<FhirText> Json(ReadOnlyMemory<byte> message, List<Issue> issues)
    {
        var whole = FhirDocument.Parse(message, schema);
        if (whole.Value is { } document) return [new(document, 0, IsLine: false)];

        // NDJSON: each line is a text of its own. What is no NDJSON either is told as the JSON that it is not.
        List<FhirText> texts = [];
        var (number, at) = (0, 0);
        while (at < message.Length)
        {
            var end = message.Span[at..].IndexOf((byte)'\n');
            var line = end < 0 ? message[at..] : message.Slice(at, end);
            at += end < 0 ? line.Length : end + 1;
            number++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            var read = FhirDocument.Parse(line, schema);
            if (read.Value is { } one) texts.Add(new(one, number - 1, IsLine: true));
            else if (texts.Count == 0) break;
            issues.AddRange(read.Issues.Select(issue => issue with { Line = (issue.Line ?? 1) + number - 1 }));
        }

        if (texts.Count == 0)
        {
            issues.Clear();
            issues.AddRange(whole.Issues);
        }

        return texts;
    }
}
