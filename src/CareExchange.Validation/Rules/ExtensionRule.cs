using System.Runtime.CompilerServices;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>An extension is defined, stands where its definition says, and holds what its definition says (R4 extensibility.html, defining-extensions.html).</summary>
/// <remarks>Hangs on the type Extension, so that what has no extensions pays nothing for it.</remarks>
internal sealed class ExtensionRule : Rule
{
    // What HL7's own tools say to each other.
    private static readonly string[] Tolerated = ["http://hl7.org/fhir/tools/StructureDefinition/", "http://hl7.org/fhir/build/StructureDefinition/"];

    private static readonly ConditionalWeakTable<TypeDefinition, string[]> Parts = [];

    internal override void Check(Element element, ValidationRun run)
    {
        var literal = element["url"];
        if (literal.Text is not { Length: > 0 } url)
        {
            run.Report(element, Issue.Error("required", "extension-url", "An extension is known by its url.", "확장(extension)에는 url이 있어야 합니다.") with { Expected = "url" });
            return;
        }

        var parent = run.Parent;
        if (!ReferenceResolver.IsAbsolute(url))
        {
            CheckPart(literal, url, parent, run);
            return;
        }

        var bar = url.IndexOf('|', StringComparison.Ordinal);
        if (bar > 0) run.Report(literal, Versioned(url));
        if (run.Rules.FindProfile(bar > 0 ? url[..bar] : url) is not { Definition: { TypeName: "Extension" } definition } profile)
        {
            ReportUnknown(element, url, run);
            return;
        }

        if (definition.Snapshot.Count > 0 && definition.Root.IsModifier != (element.Name == "modifierExtension")) run.Report(element, WrongKind(url, definition.Root.IsModifier));
        ExtensionContext.Check(parent, definition, run);
        run.Judge(element, profile);
    }

    /// <inheritdoc/>
    public override string ToString() => "extension as defined by its url";

    // Inside a complex extension parts have short names, which only its definition can tell.
    private static void CheckPart(Element literal, string url, Element parent, ValidationRun run)
    {
        if (parent.TypeName != "Extension")
        {
            run.Report(literal, Issue.Error("value", "extension-url", "The url of an extension is absolute.", "확장(extension)의 url은 절대 URL이어야 합니다.") with { Expected = "an absolute URL", Found = url });
            return;
        }

        if (parent["url"].Text is not { } outer || run.Rules.FindProfile(outer) is not { Definition: { TypeName: "Extension", Snapshot.Count: > 0 } definition }) return;
        var parts = Parts.GetValue(definition, ReadParts);
        if (parts.Contains(url)) return;
        run.Report(literal, Issue.Error("value", "extension-part", "The definition of the extension has no part of this name.", "확장 정의에 이 이름의 하위 확장이 없습니다.") with
        {
            Expected = string.Join(" | ", parts.Distinct(StringComparer.Ordinal)),
            Found = url,
        });
    }

    // By the name of the slice, or by the url that it fixes.
    private static string[] ReadParts(TypeDefinition definition) =>
    [
        .. definition.Snapshot.Where(part => part.Path == "Extension.extension" && part.SliceName is not null).Select(part => part.SliceName!),
        .. definition.Snapshot.Where(part => part.Path == "Extension.extension.url" && !part.Fixed.IsEmpty).Select(part => Encoding.UTF8.GetString(part.Fixed.Span.Trim((byte)'"'))),
    ];

    private static void ReportUnknown(Element element, string url, ValidationRun run)
    {
        var isModifier = element.Name == "modifierExtension";
        var isTolerated = Tolerated.Any(start => url.StartsWith(start, StringComparison.Ordinal))
            || (run.Options.AllowsExamples && (url.Contains("example.org", StringComparison.Ordinal) || url.Contains("acme.com", StringComparison.Ordinal)))
            || url.Contains("nema.org", StringComparison.Ordinal)
            || LaterExtensions.Contains(url)
            || IsOfLaterVersion(url)
            || run.Options.ExtensionDomains.Any(domain => url.StartsWith(domain, StringComparison.Ordinal));
        var severity = isTolerated && (!isModifier || IsOfLaterVersion(url)) ? IssueSeverity.Information : IssueSeverity.Error;
        run.Report(element, new Issue(severity, "structure", "extension-unknown", "The definition of the extension is not known.", "확장(extension)의 정의를 찾을 수 없습니다.") with { Found = url });
    }

    // http://hl7.org/fhir/5.0/StructureDefinition/extension-Type.element carries an element of another version of FHIR (R5 versions.html#extensions).
    // What R4 lacks of a later version is for newer software to judge; what an earlier one had is either in R4 or was given up.
    private static bool IsOfLaterVersion(string url) =>
        url.StartsWith("http://hl7.org/fhir/", StringComparison.Ordinal)
        && url.AsSpan(20) is [>= '4' and <= '9', '.', >= '0' and <= '9', ..]
        && url.AsSpan(23).StartsWith("/StructureDefinition/extension-");

    private static Issue Versioned(string url) =>
        Issue.Error("value", "extension-url", "The url of an extension has no version.", "확장(extension)의 url에는 버전을 쓰지 않습니다.") with { Found = url };

    private static Issue WrongKind(string url, bool isModifier) => isModifier
        ? Issue.Error("structure", "extension-modifier", "The extension changes the meaning of the rest, so it is a modifierExtension.", "의미를 바꾸는 확장이므로 modifierExtension으로 써야 합니다.") with { Found = url }
        : Issue.Error("structure", "extension-modifier", "The extension does not change the meaning of the rest, so it is no modifierExtension.", "의미를 바꾸지 않는 확장이므로 modifierExtension으로 쓸 수 없습니다.") with { Found = url };
}
