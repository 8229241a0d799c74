using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Narratives;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>What R4 datatypes.html says of uri, url, canonical, oid and uuid beyond their letters.</summary>
internal sealed class UriRule(bool isCanonical) : Rule
{
    private static readonly string[] ExampleHosts = ["example.org", "example.com", "example.net", "acme.com", "acme.org"];

    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Kind != JsonKind.String) return;
        var raw = element.Raw[1..^1];
        if (raw.StartsWith("http"u8) && run.Options.AllowsExamples) return;
        if (raw.StartsWith("oid:"u8) || raw.StartsWith("uuid:"u8))
            run.Report(element, Issue.Error("invalid", "uri-urn", "OIDs and UUIDs are written as URNs.", "OID와 UUID는 URN으로 써야 합니다.") with { Expected = "urn:oid:… or urn:uuid:…", Found = element.Text });
        else if (raw.StartsWith("urn:oid:"u8)) CheckOid(element, raw[8..], run);
        else if (raw.StartsWith("#"u8)) CheckFragment(element, run);
        else if (isCanonical && !ReferenceResolver.IsAbsolute(element.Text ?? "")) run.Report(element, Relative(element));
        else if (!isCanonical && !raw.Contains((byte)':') && IsDefiningUrl(element)) run.Report(element, Relative(element));
        if (!run.Options.AllowsExamples && !IsDefiningUrl(element)) CheckExample(element, run);
    }

    /// <inheritdoc/>
    public override string ToString() => isCanonical ? "canonical: absolute, or a fragment that is there" : "uri: URNs well formed";

    // Roots this short belong to registrars, never to a namespace; 1.3 has very short members.
    private static void CheckOid(Element element, ReadOnlySpan<byte> oid, ValidationRun run)
    {
        if (oid.LastIndexOf((byte)'.') >= 4 || oid.StartsWith("1.3"u8) || oid.Contains((byte)'|')) return;
        run.Report(element, Issue.Error("invalid", "uri-oid", "The OID is too short to name anything.", "무엇을 가리키기에는 너무 짧은 OID입니다.") with { Found = element.Text });
    }

    private void CheckFragment(Element element, ValidationRun run)
    {
        if (element.Text is not { Length: > 1 } text || NarrativeTargets.Exists(text[1..], run, isBundleIncluded: true)) return;
        var path = element.Definition?.Path;
        var isError = isCanonical || path is "ValueSet.compose.include.system" or "ValueSet.compose.exclude.system";
        var severity = isError ? IssueSeverity.Error : path == "Meta.source" ? IssueSeverity.Information : IssueSeverity.Warning;
        run.Report(element, new(severity, "invalid", "uri-fragment", "Nothing in the resource has this id.", "리소스 안에 이 id를 가진 요소가 없습니다.") { Found = text });
    }

    // The URL by which a definition is known is no link: nobody follows it from here.
    private static bool IsDefiningUrl(Element element) =>
        element.Definition is { Name: "url" } definition && definition.Path.AsSpan().Count('.') == 1
        && definition.Path.AsSpan()[..definition.Path.IndexOf('.', StringComparison.Ordinal)] is var type
        && element.Document.Schema.FindType(type.ToString()) is { IsConstraint: false, Kind: Fhir.Definitions.TypeKind.Resource };

    private static Issue Relative(Element element) =>
        Issue.Error("invalid", "canonical-relative", "A canonical URL is absolute.", "canonical URL은 절대 주소여야 합니다.") with { Expected = "an absolute URL", Found = element.Text };

    private static void CheckExample(Element element, ValidationRun run)
    {
        var url = element.Text ?? "";
        var isExample = Array.Exists(ExampleHosts, host => url.EndsWith(host, StringComparison.Ordinal) || url.Contains(host + "/", StringComparison.Ordinal))
            || url.StartsWith("urn:oid:1.3.6.1.4.1.32473.", StringComparison.Ordinal) || url.StartsWith("urn:oid:2.999.", StringComparison.Ordinal);
        if (!isExample || element.Definition?.Path == "Bundle.entry.fullUrl") return;
        run.Report(element, Issue.Error("invalid", "uri-example", "Example URLs are not permitted here.", "예시용 URL은 허용되지 않습니다.") with { Found = url });
    }
}
