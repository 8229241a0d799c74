using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Judges codes: R4 CodeSystem/$validate-code and ValueSet/$validate-code over what the packs hold. Thread-safe.</summary>
public sealed class CodeValidator(ValueSetMembership membership)
{
    /// <summary>Judges one code.</summary>
    /// <param name="valueSet">Canonical of the value set it should be in; null to ask the code system alone.</param>
    /// <param name="system">Its system; null to find the one whose code it is in the value set.</param>
    /// <param name="version">The version of the system, or null.</param>
    /// <param name="code">The code.</param>
    /// <param name="display">What is shown for it, to be checked; null for none.</param>
    /// <param name="language">The language of the display, a BCP-47 tag, or null.</param>
    /// <param name="allowsAbstract">True where a concept that only groups others may be given.</param>
    public CodeVerdict Validate(string? valueSet, string? system, string? version, string code, string? display = null, string? language = null, bool allowsAbstract = false)
    {
        var issues = new List<Issue>();
        var answer = valueSet is null ? true : membership.Contains(valueSet, system, code);
        system = string.IsNullOrEmpty(system) ? SystemOf(valueSet, code) : system;
        if (answer == false) issues.Add(CodeIssues.NotInValueSet(valueSet!, system, code));
        else if (answer is null && valueSet is not null && !membership.Knows(valueSet)) issues.Add(CodeIssues.UnknownValueSet(valueSet));
        if (system is null) return new(valueSet is null ? null : answer, issues) { Code = code };

        var found = membership.Systems.Find(system, version);
        var index = found?.IndexOf(code) ?? -1;
        if (found is null || index < 0)
        {
            var exists = Exists(found, system, version, code, issues);
            return new(answer == false || exists == false ? false : answer & exists, issues) { System = system, Version = version, Code = code };
        }

        if (found.IsInactive(index)) issues.Add(CodeIssues.Inactive(system, code));
        if (found.IsAbstract(index) && !allowsAbstract)
        {
            issues.Add(CodeIssues.Abstract(system, code));
            answer = false;
        }

        var shown = ConceptDisplay.Of(found, index, language);
        if (display is not null && !ConceptDisplay.IsKnown(found, index, display, language)) issues.Add(CodeIssues.WrongDisplay(system, code, shown, display));
        return new(answer, issues) { System = system, Version = found.Definition.Version, Code = found.Concepts.Code(index), Display = shown };
    }

    /// <summary>Judges a concept given by several codings: one that is in the value set is enough, and each must exist.</summary>
    /// <returns>The verdict of the coding that is a member; else that of the first, with the issues of all.</returns>
    public CodeVerdict Validate(string? valueSet, IReadOnlyList<(string? System, string? Version, string Code, string? Display)> codings, string? language = null)
    {
        var verdicts = codings.Select(coding => Validate(valueSet, coding.System, coding.Version, coding.Code, coding.Display, language)).ToArray();
        if (verdicts.Length == 0) return new(false, [CodeIssues.NoCode(valueSet)]);
        var member = Array.Find(verdicts, verdict => verdict.IsMember == true);
        IEnumerable<Issue> all = verdicts.SelectMany(verdict => verdict.Issues);
        if (member is not null) return member with { Issues = [.. all.Where(issue => issue.Rule != CodeIssues.NotInValueSetRule)] };
        return verdicts[0] with { IsMember = Array.Exists(verdicts, verdict => verdict.IsMember is null) ? null : false, Issues = [.. all] };
    }

    // What is not listed may still follow a rule we know; where nothing is known, that is said.
    private static bool? Exists(CodeSystem? found, string system, string? version, string code, List<Issue> issues)
    {
        if (found is { IsComplete: true })
        {
            issues.Add(CodeIssues.UnknownCode(system, found.Definition.Version, code));
            return false;
        }

        var shape = CodeShape.Find(system);
        switch (shape?.Contains(code))
        {
            case true: return true;
            case false:
                var isCertain = shape.IsWhole || shape.IsGuarded;
                issues.Add(CodeIssues.WrongShape(system, code, isCertain));
                if (isCertain) return false;
                break;
        }

        issues.Add(CodeIssues.NotEvaluated(system, version, found is not null));
        return null;
    }

    private string? SystemOf(string? valueSet, string code) => valueSet is null ? null : membership.Find(valueSet).SystemOf(code);
}
