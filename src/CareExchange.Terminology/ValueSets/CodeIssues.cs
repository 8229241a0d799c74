using CareExchange.Fhir.Outcomes;

namespace CareExchange.Terminology.ValueSets;

/// <summary>What there is to say about codes, in one place so that operations and validation say it alike.</summary>
public static class CodeIssues
{
    /// <summary>The rule id of a code outside its value set.</summary>
    public const string NotInValueSetRule = "value-set-member";

    /// <summary>The code is not in the value set.</summary>
    public static Issue NotInValueSet(string valueSet, string? system, string code) =>
        Issue.Error("code-invalid", NotInValueSetRule, "The code is not in the value set.", "값 집합에 없는 코드입니다.") with { Expected = valueSet, Found = $"{system}#{code}" };

    /// <summary>There is no code at all.</summary>
    public static Issue NoCode(string? valueSet) =>
        Issue.Error("required", "code-missing", "There is no code to judge.", "판정할 코드가 없습니다.") with { Expected = valueSet };

    /// <summary>A coding is of another version of its system than the value set is.</summary>
    public static Issue WrongVersion(string system, string expected, string found) =>
        Issue.Error("code-invalid", "code-version", "The value set is of another version of the code system than the coding.", "값 집합이 쓰는 코드 체계 버전과 다릅니다.") with { Expected = $"{system}|{expected}", Found = $"{system}|{found}" };

    /// <summary>A coding names no system.</summary>
    public static Issue NoSystem(string code) =>
        Issue.Error("invalid", "code-system-missing", "The coding names no system, so it cannot be judged.", "코드 체계(system)가 없어 판정할 수 없습니다.") with { Found = code };

    /// <summary>The definitions at hand have no such value set.</summary>
    public static Issue UnknownValueSet(string valueSet) =>
        Issue.Warning("not-found", "value-set-unknown", "The value set is not known, so the code is not evaluated.", "알 수 없는 값 집합이므로 코드를 평가하지 않았습니다.") with { Found = valueSet };

    /// <summary>A complete code system has no such code.</summary>
    public static Issue UnknownCode(string system, string? version, string code) =>
        Issue.Error("code-invalid", "code-unknown", "The code system has no such code.", "코드 체계에 없는 코드입니다.") with
        {
            Expected = version is null ? system : $"{system}|{version}",
            Found = code,
        };

    /// <summary>The code cannot be one of its system, whose codes follow a rule.</summary>
    /// <param name="system">The system.</param>
    /// <param name="code">The code.</param>
    /// <param name="isCertain">True where a check digit or a grammar leaves no doubt: an error then, else a warning.</param>
    public static Issue WrongShape(string system, string code, bool isCertain) =>
        new(isCertain ? IssueSeverity.Error : IssueSeverity.Warning, "code-invalid", "code-shape", "The code does not have the shape of the codes of its system.", "코드 체계의 형식에 맞지 않는 코드입니다.")
        {
            Expected = system,
            Found = code,
        };

    /// <summary>The content of the code system is not at hand.</summary>
    public static Issue NotEvaluated(string system, string? version, bool isFragment) =>
        (isFragment
            ? Issue.Information("not-found", "code-not-evaluated", "Only a part of the code system is at hand, so the code is not evaluated.", "코드 체계의 일부만 있으므로 코드를 평가하지 않았습니다.")
            : Issue.Information("not-found", "code-not-evaluated", "The content of the code system is not at hand, so the code is not evaluated.", "코드 체계의 내용이 없으므로 코드를 평가하지 않았습니다."))
        with { Found = version is null ? system : $"{system}|{version}" };

    /// <summary>The concept is no longer to be used.</summary>
    public static Issue Inactive(string system, string code) =>
        Issue.Warning("business-rule", "code-inactive", "The code is inactive; its use should be reviewed.", "더 이상 사용하지 않는 코드입니다.") with { Found = $"{system}#{code}" };

    /// <summary>The concept only groups others.</summary>
    public static Issue Abstract(string system, string code) =>
        Issue.Error("business-rule", "code-abstract", "The code only groups other codes and is no answer itself.", "다른 코드를 묶는 분류용 코드이므로 값으로 쓸 수 없습니다.") with { Found = $"{system}#{code}" };

    /// <summary>What is shown is not what the code is called.</summary>
    public static Issue WrongDisplay(string system, string code, string? expected, string found) =>
        Issue.Warning("invalid", "code-display", $"The display is not what {system}#{code} is called.", $"{system}#{code}의 표시 이름과 다릅니다.") with { Expected = expected, Found = found };
}
