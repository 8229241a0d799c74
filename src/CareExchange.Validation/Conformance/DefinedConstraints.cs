using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>The constraints of a structure: one key, one expression, which can be run.</summary>
internal sealed class DefinedConstraints(Element structure, TypeDefinition known, bool isSnapshot, ValidationRun run)
{
    private readonly Dictionary<string, string> _expressions = new(StringComparer.Ordinal);
    private readonly string? _url = structure["url"].Text;
    private Dictionary<string, string>? _inherited;

    /// <summary>Judges the constraints of one element.</summary>
    public void Check(Element element, string path)
    {
        foreach (var constraint in element.Children("constraint"))
        {
            if (constraint["key"].Text is not { } key || constraint["expression"].Text is not { Length: > 0 } expression) continue;
            var source = constraint["source"].Text;
            var isOwn = source is null || source == _url || source == $"{_url}|{structure["version"].Text}";
            if (!isSnapshot && !isOwn)
                Refuse(constraint, "A differential states its own constraints only.", "차등(differential)에는 자신의 제약만 쓸 수 있습니다.", _url, source);
            else if (!isSnapshot && Inherited.TryGetValue(key, out var above) && above != expression)
                Refuse(constraint, "The key already stands for another constraint in the base.", "기반 정의에서 다른 제약에 쓰인 키입니다.", above, expression);
            else if (!_expressions.TryAdd(key, expression) && _expressions[key] != expression && key != "ele-1")
                Refuse(constraint, "The key stands for two different constraints.", "같은 키가 서로 다른 제약에 쓰였습니다.", _expressions[key], expression);
            else if (isSnapshot && isOwn)
                CheckExpression(constraint, expression, path);
        }
    }

    private Dictionary<string, string> Inherited => _inherited ??= known.Snapshot
        .SelectMany(element => element.Constraints).Where(constraint => constraint.Expression is not null)
        .DistinctBy(constraint => constraint.Key).ToDictionary(constraint => constraint.Key, constraint => constraint.Expression!, StringComparer.Ordinal);

    private void CheckExpression(Element constraint, string expression, string path)
    {
        var compiled = FhirPathExpression.Compile(expression);
        var problem = compiled.Value is { } found ? found.Check(run.Schema, path).FirstOrDefault(issue => issue.IsError) : compiled.Issues[0];
        if (problem is null) return;
        run.Report(constraint, Issue.Error("invalid", "definition-expression", $"The expression cannot be run: {problem.English}", $"표현식을 실행할 수 없습니다: {problem.Korean}") with { Found = expression });
    }

    private void Refuse(Element constraint, string english, string korean, string? expected, string? found) =>
        run.Report(constraint, Issue.Error("invalid", "definition-constraint", english, korean) with { Expected = expected, Found = found });
}
