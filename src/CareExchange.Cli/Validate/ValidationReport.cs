using System.Text;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Validate;

/// <summary>Validates one resource after the other and writes what was found.</summary>
/// <param name="output">Where to.</param>
/// <param name="isJson">True for one OperationOutcome a line.</param>
/// <param name="isKorean">True for Korean text.</param>
internal sealed class ValidationReport(TextWriter output, bool isJson, bool isKorean)
{
    /// <summary>Writes all of it.</summary>
    /// <returns>The exit code: 1 where a resource has an error, else 0.</returns>
    public int Write(ValidationInputs inputs, Schema schema, ValidationOptions options)
    {
        var validator = new ResourceValidator(schema);
        var (resources, errors, warnings) = (0, 0, 0);
        foreach (var (name, line, bytes) in inputs.Read())
        {
            var (document, read) = ResourceFile.Read(bytes, schema);
            IReadOnlyList<Issue> issues = document is null ? read : [.. read, .. validator.Validate(document.Root, options)];
            if (line is not null) issues = [.. issues.Select(issue => issue with { Line = line })];
            resources++;
            errors += issues.Count(issue => issue.IsError);
            warnings += issues.Count(issue => issue.Severity == IssueSeverity.Warning);
            if (isJson) output.WriteLine(Encoding.UTF8.GetString(OperationOutcome.Write(issues)));
            else foreach (var issue in issues) output.WriteLine(Line(name, issue));
            document?.Dispose();
        }

        if (!isJson) output.WriteLine(isKorean ? $"리소스 {resources}건: 오류 {errors}건, 경고 {warnings}건" : $"{resources} resources: {errors} errors, {warnings} warnings");
        return errors > 0 ? 1 : 0;
    }

    private string Line(string name, Issue issue)
    {
        var text = new StringBuilder(name);
        if (issue.Line is { } line) text.Append(':').Append(line);
        if (issue.Column is { } column) text.Append(':').Append(column);
        text.Append(": ").Append(Severity(issue.Severity)).Append(' ').Append(issue.Rule);
        if (issue.Expression is { Length: > 0 } path) text.Append(' ').Append(path);
        text.Append(": ").Append(isKorean ? issue.Korean : issue.English);
        if (issue.Expected is { } expected) text.Append(isKorean ? " 기대: " : " Expected: ").Append(expected).Append('.');
        if (issue.Found is { } found) text.Append(isKorean ? " 발견: " : " Found: ").Append(found).Append('.');
        return text.ToString();
    }

    private string Severity(IssueSeverity severity) => (severity, isKorean) switch
    {
        (IssueSeverity.Fatal, false) => "fatal",
        (IssueSeverity.Error, false) => "error",
        (IssueSeverity.Warning, false) => "warning",
        (_, false) => "information",
        (IssueSeverity.Fatal, true) => "치명적",
        (IssueSeverity.Error, true) => "오류",
        (IssueSeverity.Warning, true) => "경고",
        _ => "참고",
    };
}
