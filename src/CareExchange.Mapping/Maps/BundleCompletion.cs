using System.Buffers;
using System.Text;
using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>Completes the transaction that a map has made: requests, entries of the same resource joined, fullUrls, references.</summary>
internal sealed class BundleCompletion(MapRun run, ElementBuilder bundle)
{
    // Of a query what stands as it is; anything else is percent-encoded.
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/");

    private const string Put = "PUT ";

    private readonly Dictionary<string, ElementBuilder> _byRequest = new(StringComparer.Ordinal);
    private readonly Dictionary<ElementBuilder, string> _fullUrls = [];
    private readonly StringBuilder _query = new();

    /// <summary>True where the Bundle is for a partner: unless it is to be carried out there, its entries need no identifier, because nothing is stored under one.</summary>
    public bool IsSent { get; init; }

    /// <summary>Completes it.</summary>
    /// <returns>Of a Bundle whose entries may have no request (R4 bdl-3): what those requests would be, by entry. Empty otherwise.</returns>
    public IReadOnlyList<string?> Complete()
    {
        List<(ElementBuilder Entry, ElementBuilder First)> doubles = [];
        foreach (var entry in bundle.Children.ToArray())
        {
            if (entry.Variant!.JsonName != "entry" || entry.Find("resource") is not { } resource) continue;
            if (RequestOf(entry, resource) is not { } request) continue;
            if (_byRequest.TryGetValue(request, out var first)) doubles.Add((entry, first));
            else _byRequest[request] = entry;
            var owner = first ?? entry;
            if (owner.Find("fullUrl")?.Text is not { } fullUrl)
            {
                fullUrl = "urn:uuid:" + run.Uuid(request);
                owner.Set("fullUrl", fullUrl);
            }

            _fullUrls[resource] = fullUrl;
        }

        // References are text before entries are joined: two that mean the same must look the same.
        WriteReferences();
        var merge = new EntryMerge(run);
        foreach (var (entry, first) in doubles)
        {
            entry.Find("fullUrl")?.ReplaceBy(first.Find("fullUrl")!);
            merge.Merge(first, entry);
            entry.ReplaceBy(first);
        }

        return bundle.Find("type")?.Text is "document" or "message" or "collection" ? TakeRequests() : [];
    }

    private List<string?> TakeRequests()
    {
        List<string?> requests = [];
        foreach (var entry in bundle.Children.ToArray())
        {
            if (entry.Variant!.JsonName != "entry" || entry.IsEmpty) continue;
            var request = entry.Find("request");
            requests.Add(request?.Find("url")?.Text);
            if (request is not null) entry.Remove(request);
        }

        return requests;
    }

    /// <summary>The conditional update that makes sending twice harmless (R4 http.html#cond-update); null where nothing identifies the resource.</summary>
    private string? RequestOf(ElementBuilder entry, ElementBuilder resource)
    {
        if (entry.Find("request") is { } present && present.Find("url")?.Text is { } url) return $"{present.Find("method")?.Text} {url}";
        foreach (var child in resource.Children)
        {
            if (child.Variant!.JsonName != "identifier" || child.Find("value")?.Text is not { } value) continue;
            var system = child.Find("system")?.Text;
            _query.Clear().Append(Put).Append(resource.TypeName).Append("?identifier=");
            if (system is not null) Escape(_query, system).Append('|');
            var request = Escape(_query, value).ToString();
            entry.Add("request").Set("method", "PUT").Set("url", request[Put.Length..]);
            return request;
        }

        if (IsSent && bundle.Find("type")?.Text is not ("transaction" or "batch")) return entry.Find("fullUrl")?.Text ?? entry.Path;
        run.Rule = run.Trace.FindLast(step => ReferenceEquals(step.Target.Current, resource)).Rule;
        run.Report(
            "required", "map-entry-identifier", $"The map makes a {resource.TypeName} without identifier and without request.", $"매핑이 만든 {resource.TypeName}에 식별자도 요청도 없습니다.",
            $"{resource.TypeName}.identifier or entry.request", entry.Path);
        run.Rule = null;
        return null;
    }

    /// <summary>Percent-encodes what a query may not carry; a bar or comma inside a token is escaped the FHIR way first (R4 search.html#escaping).</summary>
    private static StringBuilder Escape(StringBuilder query, string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOfAnyExcept(Plain);
            if (end < 0) return query.Append(rest);
            query.Append(rest[..end]);
            Rune.DecodeFromUtf16(rest[end..], out var rune, out var length);
            if (rune.Value is '\\' or '|' or ',' or '$') query.Append("%5C");
            query.Append(Uri.EscapeDataString(rune.ToString()));
            rest = rest[(end + length)..];
        }

        return query;
    }

    private void WriteReferences()
    {
        foreach (var (primitive, resource, origin, rule) in run.References)
        {
            if (_fullUrls.TryGetValue(resource, out var fullUrl)) primitive.TrySetText(fullUrl);
            else Dangling(run, primitive, resource, origin, rule);
        }
    }

    /// <summary>Outside a Bundle a resource is known by its id alone.</summary>
    public static void WriteReferences(MapRun run)
    {
        foreach (var (primitive, resource, origin, rule) in run.References)
        {
            if (resource.Find("id")?.Text is { } id) primitive.TrySetText($"{resource.TypeName}/{id}");
            else Dangling(run, primitive, resource, origin, rule);
        }
    }

    private static void Dangling(MapRun run, ElementBuilder primitive, ElementBuilder resource, Element origin, CompiledRule? rule)
    {
        run.Rule = rule;
        run.Report(
            "not-found", "map-reference", $"{primitive.Path} refers to a {resource.TypeName} that has no entry.", $"{primitive.Path}이(가) 항목에 없는 {resource.TypeName}을(를) 참조합니다.", "a resource in an entry", null, origin);
        run.Rule = null;
    }
}
