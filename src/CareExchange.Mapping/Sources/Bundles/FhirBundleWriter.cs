using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>Writes the resources of a message as one Bundle whose entries know each other.</summary>
/// <param name="partner">Whose ids they are.</param>
/// <param name="sha256">Of the message: the same one gives the same fullUrls.</param>
/// <param name="issues">Takes remarks.</param>
internal sealed class FhirBundleWriter(string partner, byte[] sha256, List<Issue> issues)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(8192);
    private readonly FhirPositions _positions = new();
    private readonly Dictionary<(int Scope, string Key), string> _urls = [];

    // Keys that several resources of a type share, such as the number of a prescription, identify none of them.
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    /// <summary>The code system of a partner's own ids.</summary>
    private string IdSystem => $"urn:careexchange:partner-id:{partner}";

    /// <summary>The Bundle and the way back.</summary>
    public (ReadOnlyMemory<byte> Json, FhirPositions Positions) Write(FhirEntries entries)
    {
        List<string> urls = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.All)
        {
            var url = entry.FullUrl?.StartsWith("urn:uuid:", StringComparison.Ordinal) == true ? entry.FullUrl : $"urn:uuid:{Uuid($"{urls.Count}")}";
            urls.Add(url);
            Learn(entry, url);
            if (Key(FirstIdentifier(entry.Resource)) is { } key && !keys.Add($"{entry.Type} {key}")) _shared.Add($"{entry.Type} {key}");
        }

        Raw($"{{\"resourceType\":\"Bundle\",\"type\":\"{entries.Type}\"");
        Whole(",\"identifier\":", entries.Identifier, entries.All[0].Text);
        Whole(",\"timestamp\":", entries.Timestamp, entries.All[0].Text);
        Raw(",\"entry\":[");
        for (var i = 0; i < entries.All.Count; i++)
        {
            Raw(i > 0 ? ",{\"fullUrl\":" : "{\"fullUrl\":");
            Raw(JsonText.Quote(urls[i]));
            Raw(",\"resource\":");
            Resource(entries.All[i], i, entries);
            Raw("}");
        }

        Raw("]}");
        return (_bytes.WrittenMemory, _positions);
    }

    // R4 bundle.html#references: by fullUrl, or relative to it.
    private void Learn(FhirEntry entry, string url)
    {
        if (entry.FullUrl is { } full)
        {
            _urls[(entry.Scope, full)] = url;
            if (!full.StartsWith("urn:", StringComparison.Ordinal) && full.Split('/') is [.., var type, var id] && type == entry.Type) _urls[(entry.Scope, $"{type}/{id}")] = url;
        }

        if (entry.Id is { } own) _urls.TryAdd((entry.Scope, $"{entry.Type}/{own}"), url);
        foreach (var identifier in Identifiers(entry.Resource))
        {
            if (Key(identifier) is { } key) _urls.TryAdd((entry.Scope, $"{entry.Type}?identifier={key}"), url);
        }
    }

    private void Resource(FhirEntry entry, int index, FhirEntries entries)
    {
        var at = entry.Resource.Start;
        List<(int Start, int End, byte[] Bytes)> edits = [];
        References(entry, entry.Resource, edits);
        var request = Identify(entry, index, entries, edits);
        foreach (var (start, end, bytes) in edits.OrderBy(edit => edit.Start))
        {
            Copy(entry.Text, at, start - at);
            _positions.Add(_bytes.WrittenCount, entry.Text, Math.Max(0, start));
            _bytes.Write(bytes);
            at = end;
        }

        Copy(entry.Text, at, entry.Resource.Start + entry.Resource.Raw.Length - at);
        if (request is null) return;
        Raw(",\"request\":{\"method\":\"PUT\",\"url\":");
        Raw(JsonText.Quote(request));
        Raw("}");
    }

    private void References(FhirEntry entry, Element element, List<(int Start, int End, byte[] Bytes)> edits)
    {
        foreach (var child in element.Children())
        {
            if (child.TypeName != "Reference") References(entry, child, edits);
            else if (child["reference"] is { HasValue: true } literal) Literal(entry, child, literal, edits);
            else if (Key(child["identifier"]) is { } key && child["type"].Text is { } type && _urls.TryGetValue((entry.Scope, $"{type}?identifier={key}"), out var meant)) edits.Add(Insert(child, $"\"reference\":{Quoted(meant)},"));
        }
    }

    private void Literal(FhirEntry entry, Element reference, Element literal, List<(int Start, int End, byte[] Bytes)> edits)
    {
        var text = literal.Text!;
        var history = text.IndexOf("/_history/", StringComparison.Ordinal);
        var plain = Uri.UnescapeDataString(history > 0 ? text[..history] : text);
        if (plain.StartsWith('#')) return;
        if (_urls.TryGetValue((entry.Scope, plain), out var url))
        {
            edits.Add((literal.Start, literal.Start + literal.Raw.Length, JsonText.Quote(url).ToArray()));
            return;
        }

        // An address in full is nobody else's; everything else would be taken for something of ours.
        if (plain.StartsWith("http", StringComparison.Ordinal)) return;
        var isId = plain.Split('/') is [{ Length: > 0 }, { Length: > 0 }];
        var at = reference.Position;
        issues.Add(Issue.Information("informational", "fhir-reference-outside", "The reference leads out of the message; it is kept as the sender's identifier.", "메시지 밖을 가리키는 참조는 보낸 기관의 식별자로 보관합니다.") with
        {
            Expression = reference.Path, Line = at.Line + entry.Text.LinesBefore, Column = at.Column,
        });
        var logical = new StringBuilder("{");
        if (reference["type"].Text is { } type) logical.Append("\"type\":").Append(Quoted(type)).Append(',');
        else if (isId) logical.Append("\"type\":").Append(Quoted(plain[..plain.IndexOf('/', StringComparison.Ordinal)])).Append(',');
        if (reference["identifier"] is { Exists: true } given) logical.Append("\"identifier\":").Append(Encoding.UTF8.GetString(given.Raw));
        else logical.Append("\"identifier\":{\"system\":").Append(Quoted(IdSystem)).Append(",\"value\":").Append(Quoted(plain)).Append('}');
        if (reference["display"].Text is { } display) logical.Append(",\"display\":").Append(Quoted(display));
        edits.Add((reference.Start, reference.Start + reference.Raw.Length, Encoding.UTF8.GetBytes(logical.Append('}').ToString())));
    }

    /// <summary>Gives a resource the identifier by which the sender's id is found again.</summary>
    /// <returns>The request that says the resource; null where its first identifier says it.</returns>
    private string? Identify(FhirEntry entry, int index, FhirEntries entries, List<(int Start, int End, byte[] Bytes)> edits)
    {
        var property = ElementShape.Find(entry.Resource.Document.Schema, entry.Type)?.Property("identifier")?.Only;
        var own = entry.HasLastingId ? $"{entry.Type}/{entry.Id}" : $"{entry.Type}/{Uuid($"{index}")}";
        if (property is null) return $"{entry.Type}/{(entry.HasLastingId ? Uuid(SHA256.HashData(Encoding.UTF8.GetBytes($"{IdSystem} {own}"))) : own[(entry.Type.Length + 1)..])}";
        var first = FirstIdentifier(entry.Resource);
        var identifier = $"{{\"system\":{Quoted(IdSystem)},\"value\":{Quoted(own)}}}";
        if (!property.IsList)
        {
            if (Key(first) is not null && !_shared.Contains($"{entry.Type} {Key(first)}")) return null;
            if (!first.Exists && entry.Type == "Composition" && entries.Identifier.Exists) identifier = Encoding.UTF8.GetString(entries.Identifier.Raw);
            if (first.Exists) edits.Add((first.Start, first.Start + first.Raw.Length, Encoding.UTF8.GetBytes(identifier)));
            else edits.Add(Insert(entry.Resource, $"\"identifier\":{identifier},"));
            return null;
        }

        // The sender's lasting id comes first: it is what the sender updates by. Otherwise the resource's own number is.
        var isOwnFirst = Key(first) is not { } key || _shared.Contains($"{entry.Type} {key}");
        if (!isOwnFirst && !entry.HasLastingId) return null;
        if (!first.Exists) edits.Add(Insert(entry.Resource, $"\"identifier\":[{identifier}],"));
        else edits.Add((first.Start, first.Start, Encoding.UTF8.GetBytes(identifier + ",")));
        return null;
    }

    private static IEnumerable<Element> Identifiers(Element resource)
    {
        List<Element> all = [];
        foreach (var identifier in resource.Children("identifier")) all.Add(identifier);
        return all;
    }

    private static Element FirstIdentifier(Element resource)
    {
        foreach (var identifier in resource.Children("identifier")) return identifier;
        return default;
    }

    private static string? Key(Element identifier) =>
        identifier.Exists && identifier["value"].Text is { Length: > 0 } value ? identifier["system"].Text is { } system ? $"{system}|{value}" : value : null;

    private static (int Start, int End, byte[] Bytes) Insert(Element element, string json) => (element.Start + 1, element.Start + 1, Encoding.UTF8.GetBytes(json));

    private static string Quoted(string text) => Encoding.UTF8.GetString(JsonText.Quote(text));

    private void Whole(string name, Element element, FhirText text)
    {
        if (!element.Exists) return;
        Raw(name);
        Copy(text, element.Start, element.Raw.Length);
    }

    private void Copy(FhirText text, int start, int length)
    {
        if (length <= 0) return;
        _positions.Add(_bytes.WrittenCount, text, start);
        _bytes.Write(text.Document.Utf8.Span.Slice(start, length));
    }

    private void Raw(string json) => _bytes.Write(Encoding.UTF8.GetBytes(json));

    private void Raw(ReadOnlySpan<byte> json) => _bytes.Write(json);

    private string Uuid(string name) => Uuid(SHA256.HashData([.. sha256, .. Encoding.UTF8.GetBytes(name)]));

    // RFC 9562 version 8: the bits are ours, here a hash.
    private static string Uuid(byte[] hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
