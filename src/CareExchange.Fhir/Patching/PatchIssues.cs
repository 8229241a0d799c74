using System.Globalization;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>Why a patch cannot be applied; the rule ids are stable. <see cref="Issue.Expression"/> is the operation, counted from 0.</summary>
internal static class PatchIssues
{
    public static Issue Shape(string expected) =>
        Issue.Error("structure", "patch-syntax", "The patch is not written as its format asks.", "패치 문서의 형식이 올바르지 않습니다.") with { Expected = expected };

    public static Issue Empty(string what) =>
        Issue.Error("required", "patch-empty", "The patch has no operations, or there is nothing to patch.", "패치 연산 또는 대상 문서가 없습니다.") with { Expected = what };

    public static Issue Operation(string? found, string expected) =>
        Issue.Error("structure", "patch-operation", "There is no operation of this name.", "정의되지 않은 패치 연산입니다.") with { Expected = expected, Found = found };

    public static Issue Required(string name) =>
        Issue.Error("required", "patch-required", $"The operation lacks '{name}', or has it twice or in another type.", $"연산에 '{name}' 항목이 없거나 중복되거나 형식이 다릅니다.") with { Expected = name };

    public static Issue Path(string path, string expected) =>
        Issue.Error("value", "patch-path", "The path cannot be read.", "경로를 해석할 수 없습니다.") with { Expected = expected, Found = path };

    public static Issue Missing(string path) =>
        Issue.Error("not-found", "patch-target-missing", "The path leads to nothing.", "경로에 해당하는 내용이 없습니다.") with { Found = path };

    public static Issue Many(string path, int found) =>
        Issue.Error("multiple-matches", "patch-target-many", "The path leads to more than one place.", "경로에 해당하는 내용이 둘 이상입니다.") with { Expected = "one", Found = $"{path}: {found.ToString(CultureInfo.InvariantCulture)}" };

    public static Issue Index(string path, int count) =>
        Issue.Error("value", "patch-index", "The index is outside the list.", "목록의 범위를 벗어난 위치입니다.") with { Expected = string.Create(CultureInfo.InvariantCulture, $"0..{count}"), Found = path };

    public static Issue NotAList(string path) =>
        Issue.Error("structure", "patch-list", "The path does not name one list.", "경로가 하나의 목록을 가리키지 않습니다.") with { Expected = "the items of one list", Found = path };

    public static Issue Exists(string name) =>
        Issue.Error("duplicate", "patch-exists", $"'{name}' is there already and does not repeat.", $"'{name}' 항목이 이미 있으며 반복될 수 없습니다.") with { Expected = "replace", Found = name };

    public static Issue Unknown(string name) =>
        Issue.Error("structure", "patch-element-unknown", "There is no element of this name there.", "해당 위치에 정의되지 않은 항목입니다.") with { Found = name };

    public static Issue Type(string name, string expected, string? found) =>
        Issue.Error("value", "patch-type", $"'{name}' does not take a value of this type.", $"'{name}' 항목에 맞지 않는 자료형입니다.") with { Expected = expected, Found = found };

    public static Issue Test(string path) =>
        Issue.Error("conflict", "patch-test", "The value is another one than the patch expects.", "패치가 기대한 값과 다릅니다.") with { Found = path };

    public static Issue Inside(string path) =>
        Issue.Error("value", "patch-move", "A value cannot be moved into itself.", "값을 자신의 내부로 옮길 수 없습니다.") with { Found = path };

    public static Issue Size(long limit) =>
        Issue.Error("too-costly", "patch-size", "The patch makes or reads more than allowed.", "패치의 처리량이 허용 범위를 넘습니다.") with { Expected = string.Create(CultureInfo.InvariantCulture, $"at most {limit}") };

    public static Issue Depth(int limit) =>
        Issue.Error("too-long", "patch-depth", "The result nests deeper than allowed.", "결과의 중첩이 허용된 깊이를 넘습니다.") with { Expected = string.Create(CultureInfo.InvariantCulture, $"at most {limit} levels") };

    /// <summary>The issue, said of one operation.</summary>
    public static Issue At(this Issue issue, int operation) => issue with { Expression = string.Create(CultureInfo.InvariantCulture, $"operation[{operation}]") };
}
