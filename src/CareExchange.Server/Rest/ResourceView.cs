using System.Text;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>How much of each resource an answer carries: <c>_summary</c> and <c>_elements</c> (R4 search.html#summary, #elements).</summary>
/// <remarks>Only ever takes away from what may leave. What is left is spliced from the stored bytes and tagged SUBSETTED.</remarks>
/// <param name="Summary">What <c>_summary</c> asks for.</param>
/// <param name="Elements">The names that <c>_elements</c> lists; empty for all.</param>
internal sealed record ResourceView(SummaryMode Summary, IReadOnlyList<string> Elements)
{
    private const string Subsetted = """{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}""";
    private static readonly string[] Modes = ["false", "true", "text", "data", "count"];

    private bool IsWhole => Summary == SummaryMode.False && Elements.Count == 0;

    // A name may say whose element it is (Patient.name), and may go deeper than a view does (name.family): what counts is the element of the root.
    private ResourceView For(string type)
    {
        if (!Elements.Any(name => name.Contains('.', StringComparison.Ordinal))) return this;
        var own = Elements.Select(name => name.Split('.')).Where(path => path is [_] || !char.IsAsciiLetterUpper(path[0] is { Length: > 0 } first ? first[0] : 'a') || path[0] == type);
        return this with { Elements = [.. own.Select(path => path.Length > 1 && path[0] == type ? path[1] : path[0])] };
    }

    /// <summary>Reads the view that a request asks for.</summary>
    /// <returns>The view; or <c>search-value</c> for an unknown summary.</returns>
    public static Outcome<ResourceView> Of(HttpRequest request)
    {
        var summary = request.Written("_summary") is { Length: > 0 } mode ? Array.IndexOf(Modes, mode) : 0;
        if (summary < 0)
        {
            return Issue.Error("value", "search-value", "The value of '_summary' cannot be understood.", "'_summary'의 값을 이해할 수 없습니다.") with { Expression = "http._summary", Expected = string.Join(", ", Modes) };
        }

        string[] elements = request.Written("_elements") is null ? []
            : [.. QueryPairs.Parse(RestQuery.Text(request)).Where(pair => pair.Key == "_elements").SelectMany(pair => pair.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new ResourceView((SummaryMode)summary, elements);
    }

    /// <summary>The view of what comes along: R4 search.html#elements, the list does not apply to it, except where a name says whose element it is.</summary>
    public ResourceView OfIncluded(string type) => Elements.Count == 0 ? this : this with { Elements = [.. Elements.Where(name => name.StartsWith(type + ".", StringComparison.Ordinal))] };

    /// <summary>A version with what the view leaves of it.</summary>
    public ResourceVersion Of(ResourceVersion version, Schema schema) => For(version.Type) is { IsWhole: false } view && !version.Deleted ? version with { Json = view.Cut(version.Json, schema) } : version;

    private byte[] Cut(ReadOnlyMemory<byte> json, Schema schema)
    {
        using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        var edit = new DocumentEdit(document);
        var root = document.Root;
        foreach (var child in root.Children())
        {
            if (child.Name is "id" or "meta") continue;
            if (!Keeps(child)) edit.Remove(child);
            else if (Summary == SummaryMode.True && Elements.Count == 0) CutInside(child, edit);
        }

        var meta = root["meta"];
        var tags = meta.Exists ? meta.Children("tag").ToArray().Select(tag => Encoding.UTF8.GetString(tag.Raw)) : [];
        var all = Encoding.UTF8.GetBytes($"[{string.Join(',', tags.Append(Subsetted))}]");
        if (meta.Exists) edit.Set(meta, "tag", all);
        else edit.Set(root, "meta", [.. "{\"tag\":"u8, .. all, (byte)'}']);
        return edit.Apply();
    }

    // What is mandatory, or changes the meaning of the rest, is part of every view: without it the answer would be wrong, not short.
    private bool Keeps(Element child)
    {
        var isNeeded = child.Definition is { } definition && (definition.Min > 0 || definition.IsModifier);
        if (Elements.Count > 0) return isNeeded || Elements.Contains(child.Name, StringComparer.Ordinal) || Elements.Contains(child.JsonName, StringComparer.Ordinal);
        return Summary switch
        {
            SummaryMode.True => isNeeded || child.Definition is { IsSummary: true },
            SummaryMode.Text => isNeeded || child.Name == "text",
            SummaryMode.Data => child.Name != "text",
            _ => true,
        };
    }

    private static void CutInside(Element element, DocumentEdit edit)
    {
        foreach (var child in element.Children())
        {
            if (child.Definition is { IsSummary: false, IsModifier: false, Min: 0 } && child.Name != "id") edit.Remove(child);
            else CutInside(child, edit);
        }
    }
}
