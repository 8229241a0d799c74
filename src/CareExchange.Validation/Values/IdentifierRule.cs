using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Values;

/// <summary>The system of an identifier is an absolute URI, and where it says that the value is a URI, the value is one (R4 datatypes.html#identifier).</summary>
internal sealed class IdentifierRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var system = element["system"];
        if (system.Kind != JsonKind.String) return;
        var raw = system.Raw[1..^1];
        if (raw.StartsWith("http"u8)) CheckUuid(element, raw, run);
        else if (raw.SequenceEqual("urn:ietf:rfc:3986"u8)) CheckUri(element, run);
        else if (!raw.Contains((byte)':'))
            run.Report(system, Issue.Error("code-invalid", "identifier-system", "The system of an identifier is absolute.", "식별자의 system은 절대 주소여야 합니다.") with { Expected = "an absolute URI", Found = system.Text });
    }

    /// <inheritdoc/>
    public override string ToString() => "identifier: system absolute, URIs as values where it says so";

    private static void CheckUri(Element element, ValidationRun run)
    {
        if (element["value"].Text is not { } value || ReferenceResolver.IsAbsolute(value)) return;
        run.Report(element["value"], Issue.Error("code-invalid", "identifier-uri", "The system says that the value is a URI.", "system에 따르면 값은 URI여야 합니다.") with { Expected = "an absolute URI", Found = value });
    }

    private static void CheckUuid(Element element, ReadOnlySpan<byte> system, ValidationRun run)
    {
        if (!system.SequenceEqual("https://tools.ietf.org/html/rfc4122"u8) || element["value"].Text is not { } value) return;
        var isUuid = value.StartsWith("urn:uuid:", StringComparison.Ordinal) || Guid.TryParseExact(value, "D", out _);
        run.Report(element, new(isUuid ? IssueSeverity.Warning : IssueSeverity.Error, "code-invalid", "identifier-uuid", "A UUID is an identifier as urn:uuid:… with the system urn:ietf:rfc:3986.", "UUID 식별자는 system urn:ietf:rfc:3986과 urn:uuid:… 값으로 써야 합니다.") { Expected = "urn:ietf:rfc:3986", Found = value });
    }
}
