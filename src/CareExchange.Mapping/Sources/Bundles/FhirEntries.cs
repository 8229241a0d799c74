using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>Collects the resources of a message, Bundles within Bundles opened.</summary>
/// <param name="issues">Takes what cannot be taken in.</param>
internal sealed class FhirEntries(List<Issue> issues)
{
    private const int MaxDepth = 4;

    private static readonly string[] Kinds = ["document", "message", "transaction", "batch", "collection", "searchset"];

    private int _scopes;

    /// <summary>False where a Bundle is of a type that carries nothing.</summary>
    public bool IsReadable { get; private set; } = true;

    public List<FhirEntry> All { get; } = [];

    /// <summary>The Bundle type of the message; <c>collection</c> where it is none, or several.</summary>
    public string Type { get; private set; } = "collection";

    /// <summary>The document's own identifier; absent for anything else.</summary>
    public Element Identifier { get; private set; }

    /// <summary>When it was put together (R4 bdl-10); absent for anything but a document.</summary>
    public Element Timestamp { get; private set; }

    public void Add(FhirText text) => Add(text, text.Document.Root, null, 0, 0);

    private void Add(FhirText text, Element resource, string? fullUrl, int scope, int depth)
    {
        switch (resource.TypeName)
        {
            case "Bundle" when depth < MaxDepth:
                Open(text, resource, depth);
                break;
            case "Bundle":
                Fail(text, resource, "fhir-bundle-depth", "Bundles stand in Bundles too deep.", "Bundle이 너무 깊게 중첩되었습니다.", $"at most {MaxDepth}");
                break;
            case "MessageHeader" or "OperationOutcome":
                // The envelope: it speaks of the message, not of a person.
                issues.Add(Place(text, resource, Issue.Information("informational", "fhir-envelope", "What speaks of the message itself is not stored.", "메시지 자체에 관한 자원은 저장하지 않습니다.")) with { Found = resource.TypeName });
                break;
            case "Parameters" or "Subscription":
                Fail(text, resource, "fhir-type", "Such a resource is not taken from a partner.", "연계기관에서 받지 않는 자원 종류입니다.", "resources about a person, an organisation or staff");
                break;
            default:
                All.Add(new(text, resource, fullUrl, scope));
                break;
        }
    }

    private void Open(FhirText text, Element bundle, int depth)
    {
        var kind = bundle["type"].Text;
        if (!Kinds.Contains(kind, StringComparer.Ordinal))
        {
            IsReadable = false;
            Fail(text, bundle["type"] is { Exists: true } type ? type : bundle, "fhir-bundle-type", "A Bundle of this type carries nothing to take in.", "이 유형의 Bundle은 받을 수 없습니다.", string.Join(", ", Kinds), kind);
            return;
        }

        if (depth == 0 && !text.IsLine) Type = kind!;
        if (depth == 0 && kind == "document") (Identifier, Timestamp) = (bundle["identifier"], bundle["timestamp"]);
        var scope = ++_scopes;
        foreach (var entry in bundle.Children("entry"))
        {
            var method = entry["request"]["method"];
            if (method.Text is not (null or "POST" or "PUT"))
            {
                Fail(text, method, "fhir-request", "A partner's Bundle creates and updates; nothing else is carried out.", "연계기관의 Bundle은 생성과 갱신만 처리합니다.", "POST, PUT", method.Text);
            }
            else if (!entry["resource"].Exists)
            {
                Fail(text, entry, "fhir-entry", "The entry has no resource.", "항목에 자원이 없습니다.", "resource");
            }
            else if (entry["search"]["mode"].Text != "outcome")
            {
                Add(text, entry["resource"], entry["fullUrl"].Text, scope, depth + 1);
            }
        }
    }

    private void Fail(FhirText text, Element at, string rule, string english, string korean, string expected, string? found = null) =>
        issues.Add(Place(text, at, Issue.Error("not-supported", rule, english, korean)) with { Expected = expected, Found = found ?? at.TypeName });

    private static Issue Place(FhirText text, Element at, Issue issue) =>
        issue with { Expression = at.Path, Line = at.Position.Line + text.LinesBefore, Column = at.Position.Column };
}
