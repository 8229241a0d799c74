using System.Globalization;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Xml;

/// <summary>What can be wrong with how a resource is written in XML (R4 xml.html); the rule ids are stable.</summary>
/// <remarks>Names of elements and attributes are said, their values never: those may be about a person.</remarks>
internal static class XmlIssues
{
    public static Issue TooLong(int bytes, int limit) =>
        Issue.Error("too-long", "xml-size", "The text is longer than allowed.", "본문이 허용된 크기를 넘습니다.") with { Expected = Invariant($"at most {limit} bytes"), Found = Invariant($"{bytes} bytes") };

    public static Issue BadUtf8(TextPosition at, byte found) =>
        At(Issue.Error("structure", "xml-utf8", "The text is not valid UTF-8.", "올바른 UTF-8 문자열이 아닙니다."), at) with { Expected = "UTF-8", Found = Invariant($"byte 0x{found:X2}") };

    public static Issue Syntax(TextPosition at) =>
        At(Issue.Error("structure", "xml-syntax", "The text is not well-formed XML.", "올바른 XML 형식이 아닙니다."), at);

    public static Issue Dtd(TextPosition at) =>
        At(Issue.Error("security", "xml-dtd", "A document type declaration is not allowed.", "DOCTYPE 선언은 쓸 수 없습니다."), at) with { Found = "<!DOCTYPE" };

    public static Issue Entity(TextPosition at) =>
        At(Issue.Error("structure", "xml-entity", "The entity is not known; XML has five of its own, other characters are written as they are.", "정의되지 않은 엔터티입니다. XML 기본 엔터티 다섯 가지 외에는 문자를 그대로 써야 합니다."), at) with { Expected = "&lt; &gt; &amp; &quot; &apos; or a number" };

    public static Issue Depth(TextPosition at, int limit) =>
        At(Issue.Error("too-long", "xml-depth", "The nesting is deeper than allowed.", "중첩이 허용된 깊이를 넘습니다."), at) with { Expected = Invariant($"at most {limit} levels") };

    public static Issue Encoding(string found) =>
        At(Issue.Error("structure", "xml-encoding", "The declared encoding is not UTF-8.", "선언된 인코딩이 UTF-8이 아닙니다."), new(1, 1)) with { Expected = "UTF-8", Found = found };

    public static Issue Instruction(TextPosition at) =>
        At(Issue.Error("structure", "xml-instruction", "Processing instructions have no place in a resource.", "리소스에 처리 명령(PI)을 쓸 수 없습니다."), at);

    public static Issue Cdata(TextPosition at) =>
        At(Issue.Error("structure", "xml-cdata", "A CDATA section has no place outside xhtml.", "CDATA는 xhtml 밖에서 쓸 수 없습니다."), at);

    public static Issue Text(TextPosition at) =>
        At(Issue.Error("structure", "xml-text", "Text stands where only elements do: values are written as attributes.", "요소만 올 수 있는 자리에 글자가 있습니다. 값은 value 속성으로 씁니다."), at);

    public static Issue Namespace(TextPosition at, string expected, string found) =>
        At(Issue.Error("structure", "xml-namespace", "The element is not in the namespace it belongs to.", "요소의 네임스페이스가 다릅니다."), at) with { Expected = expected, Found = found.Length == 0 ? "no namespace" : found };

    public static Issue ResourceType(TextPosition at, string found) =>
        At(Issue.Error("structure", "resource-type-unknown", "There is no resource type of this name.", "정의되지 않은 리소스 유형입니다."), at) with { Expected = "a resource type of R4", Found = found };

    public static Issue OneResource(TextPosition at, int found) =>
        At(Issue.Error("structure", "xml-resource", "The element holds exactly one resource.", "이 요소는 리소스 하나만 담습니다."), at) with { Expected = "1", Found = Invariant($"{found}") };

    public static Issue Unknown(TextPosition at, string name) =>
        At(Issue.Error("structure", "element-unknown", "There is no element of this name here.", "이 위치에 정의되지 않은 항목입니다."), at) with { Found = name };

    public static Issue Attribute(TextPosition at, string name) =>
        At(Issue.Error("structure", "xml-attribute-unknown", "There is no attribute of this name here.", "이 위치에 정의되지 않은 속성입니다."), at) with { Found = $"@{name}" };

    public static Issue SchemaLocation(TextPosition at) =>
        At(Issue.Error("structure", "xml-schema-location", "xsi:schemaLocation is for files at rest, not for exchange.", "xsi:schemaLocation은 교환하는 리소스에 쓸 수 없습니다."), at) with { Found = "@xsi:schemaLocation" };

    public static Issue Order(TextPosition at, string name, string after) =>
        At(Issue.Error("structure", "xml-order", "The element stands behind one that it has to come before.", "요소의 순서가 정의와 다릅니다."), at) with { Expected = $"{name} before {after}", Found = $"{name} behind {after}" };

    public static Issue Repeated(TextPosition at, string name) =>
        At(Issue.Error("structure", "cardinality-max", $"'{name}' occurs too often.", $"'{name}' 항목이 허용된 횟수보다 많습니다."), at) with { Expected = "once" };

    public static Issue Empty(TextPosition at) =>
        At(Issue.Error("structure", "xml-empty", "An element has a value, an attribute or children.", "빈 요소는 쓸 수 없습니다."), at);

    public static Issue EmptyAttribute(TextPosition at, string name) =>
        At(Issue.Error("value", "xml-attribute-empty", "An attribute is never empty.", "빈 속성은 쓸 수 없습니다."), at) with { Found = $"@{name}" };

    public static Issue Value(TextPosition at, string typeName) =>
        At(Issue.Error("value", "xml-value", "The value is not one of its type.", "자료형에 맞지 않는 값입니다."), at) with { Expected = typeName };

    public static Issue Limit(int limit) =>
        Issue.Information("too-costly", "issue-limit", $"Only the first {limit} issues are listed.", $"처음 {limit}건의 문제만 표시합니다.");

    private static Issue At(Issue issue, TextPosition at) => issue with { Line = at.Line, Column = at.Column };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
