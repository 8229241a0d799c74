using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>One ElementDefinition of a structure (R4 elementdefinition.html#interpretation).</summary>
internal sealed class DefinedElement
{
    private static readonly string[] NotOnRoot = ["sliceName", "slicing", "requirements", "defaultValue", "meaningWhenMissing", "fixed", "pattern", "example", "minValue", "maxValue", "maxLength"];

    private readonly Element _element;
    private readonly string _path;
    private readonly TypeDefinition _known;
    private readonly ValidationRun _run;
    private readonly bool _isSnapshot;
    private readonly bool _isConstraint;
    private readonly Element[] _types;
    private readonly string[] _codes;

    /// <summary>Reads its types.</summary>
    public DefinedElement(Element element, string path, Element structure, TypeDefinition known, bool isSnapshot, ValidationRun run)
    {
        (_element, _path, _known, _isSnapshot, _run) = (element, path, known, isSnapshot, run);
        _isConstraint = structure["derivation"].Text == "constraint";
        _types = element.Children("type").ToArray();
        _codes = [.. _types.Select(DefinedTypes.Code).OfType<string>()];
    }

    private bool IsRoot => !_path.Contains('.', StringComparison.Ordinal);

    /// <summary>The path begins with the type that is defined; the root has no facts that only an element can have.</summary>
    public void CheckPath(string? type)
    {
        if (type is not null && _path != type && !_path.StartsWith(type + ".", StringComparison.Ordinal))
            Refuse("not-found", "definition-path", "The path begins with the type that is defined.", "경로는 정의하는 유형의 이름으로 시작해야 합니다.", $"{type}…", _path);
        if (!_isSnapshot && IsRoot && _element["slicing"].Exists)
            Refuse("invalid", "definition-root", "The root of a structure is not sliced.", "구조의 최상위 요소는 슬라이스할 수 없습니다.", null, "slicing");
        if (!_isSnapshot && _isConstraint && _element["meaningWhenMissing"].Exists && _path != "Extension" && !_path.EndsWith(".extension", StringComparison.Ordinal))
            Refuse("not-found", "definition-meaning", "A constraint cannot say what a missing element means.", "제약에서는 요소가 없을 때의 의미를 정할 수 없습니다.", null, "meaningWhenMissing");
        if (!_isSnapshot || !IsRoot) return;
        foreach (var name in NotOnRoot)
            if (_element[name].Exists && (_isConstraint || name is not ("meaningWhenMissing" or "maxLength"))) Refuse("exception", "definition-root", "The root of a structure cannot have this.", "구조의 최상위 요소에 쓸 수 없는 항목입니다.", null, name);
    }

    /// <summary>Only what repeats, or has several types, is sliced; and its discriminators lead somewhere.</summary>
    public void CheckSlicing()
    {
        var slicing = _element["slicing"];
        if (!slicing.Exists || BaseOf(_path) is not { } known) return;
        if (known is { Max: 1, IsChoice: false })
            Refuse("not-found", "definition-slicing", "An element that does not repeat is not sliced.", "반복되지 않는 요소는 슬라이스할 수 없습니다.", "max > 1, or a choice of types", _path);
        var type = _codes is [var only] ? only : known.Types is [var single] ? single.Code : null;
        foreach (var discriminator in slicing.Children("discriminator"))
        {
            if (discriminator["path"].Text is not { } path) continue;
            var compiled = FhirPathExpression.Compile(path);
            var problem = compiled.Value is null ? compiled.Issues[0]
                : type is null || known.Children.Count > 0 ? null
                : compiled.Value.Check(_run.Schema, type).FirstOrDefault(issue => issue.IsError);
            if (problem is null) continue;
            _run.Report(discriminator, Issue.Error("invalid", "definition-discriminator", $"The discriminator does not lead anywhere: {problem.English}", $"판별자가 가리키는 곳이 없습니다: {problem.Korean}") with { Expected = $"a path from {type ?? _path}", Found = path });
        }
    }

    /// <summary>The types are some of the base's, their profiles are profiles of them, their targets are resources.</summary>
    public void CheckTypes()
    {
        var known = _isConstraint && !IsRoot && !IsUnderSlice ? BaseOf(_path) : null;
        foreach (var type in _types) DefinedTypes.Check(type, _path, known, _run);
    }

    /// <summary>Bindings, lengths and ranges stand only on types that have them.</summary>
    public void CheckCharacteristics()
    {
        if (_codes.Length == 0 || !Array.TrueForAll(_codes, code => _run.Schema.FindType(code) is not null)) return;
        if (_element["binding"].Exists) Demand("binding", TypeCharacteristics.CanBind);
        if (_element["maxLength"].Exists) Demand("maxLength", TypeCharacteristics.HasLength);
        if (_element["minValue"].Exists) Demand("minValue", TypeCharacteristics.HasRange);
        if (_element["maxValue"].Exists) Demand("maxValue", TypeCharacteristics.HasRange);
        if (_element.HasExtension("http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces")) Demand("maxDecimalPlaces", TypeCharacteristics.IsContinuous);
        if (_element.HasExtension("http://hl7.org/fhir/StructureDefinition/maxSize")) Demand("maxSize", TypeCharacteristics.HasSize);
        if (_element.HasExtension("http://hl7.org/fhir/StructureDefinition/minLength")) Demand("minLength", TypeCharacteristics.HasLength);
    }

    /// <summary>In a snapshot, values are of one of the element's types, and every element has types or points at another.</summary>
    public void CheckValues()
    {
        if (IsRoot) return;
        if (_codes.Length == 0)
        {
            if (_types.Length > 0 || _element["contentReference"].Exists) return;
            Refuse("exception", "definition-types", "An element of a snapshot has types, or takes them from another element.", "스냅샷의 요소에는 유형이나 contentReference가 있어야 합니다.", "type", null);
            return;
        }

        foreach (var name in (string[])["defaultValue", "fixed", "pattern"])
        {
            if (_element[name] is not { Exists: true } value || _codes.Contains(value.TypeName)) continue;
            _run.Report(value, Issue.Error("exception", "definition-value-type", "The value is of none of the element's types.", "요소의 유형과 맞지 않는 값입니다.") with { Expected = string.Join(" | ", _codes), Found = value.TypeName });
        }
    }

    private bool IsUnderSlice => _element["id"].Text?.Contains(':', StringComparison.Ordinal) == true;

    private ElementDefinition? BaseOf(string path)
    {
        foreach (var candidate in _known.Snapshot)
            if (candidate.Path == path && candidate.SliceName is null) return candidate;
        return null;
    }

    private void Demand(string what, Func<string, bool> characteristic)
    {
        if (Array.Exists(_codes, code => characteristic(code))) return;
        Refuse("business-rule", "definition-characteristics", "The type of the element cannot have this.", "요소의 유형에 쓸 수 없는 항목입니다.", null, $"{what} on {string.Join(" | ", _codes)}");
    }

    private void Refuse(string code, string rule, string english, string korean, string? expected, string? found) =>
        _run.Report(_element, Issue.Error(code, rule, english, korean) with { Expected = expected, Found = found });
}
