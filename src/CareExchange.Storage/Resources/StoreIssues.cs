using CareExchange.Fhir.Outcomes;

namespace CareExchange.Storage.Resources;

/// <summary>What a store refuses, and how it says so.</summary>
public static class StoreIssues
{
    internal static Issue UnknownType(string type) =>
        Issue.Error("not-supported", "resource-type-unknown", $"There is no resource type '{type}'.", $"'{type}' 리소스 유형은 없습니다.");

    internal static Issue OtherType(string type, string found) =>
        Issue.Error("invalid", "resource-type-differs", "The resource is not of the type it is stored as.", "저장하려는 유형과 리소스의 유형이 다릅니다.") with
        {
            Expression = "resourceType", Expected = type, Found = found,
        };

    internal static Issue MalformedId(string id) =>
        Issue.Error("value", "id-malformed", "An id has 1 to 64 letters, digits, '-' or '.'.", "id는 영문자, 숫자, '-', '.'로 된 1~64자여야 합니다.") with { Found = id };

    internal static Issue MetaIsNoObject(string path) =>
        Issue.Error("structure", "meta-no-object", "meta must be an object.", "meta는 객체여야 합니다.") with { Expression = path };

    internal static Issue Unknown(string type, string id) =>
        Issue.Error("not-found", "resource-unknown", "There is no such resource.", "해당 리소스가 없습니다.") with { Found = $"{type}/{id}" };

    /// <summary>The version that a change was made for is no longer the current one.</summary>
    /// <param name="expected">As <see cref="VersionCondition"/> says; any other negative number where none of several was current.</param>
    /// <param name="found">The current version; 0 for none, of which every condition is told the same.</param>
    public static Issue VersionConflict(long expected, long found) =>
        Issue.Error(
            "conflict",
            "version-conflict",
            "The resource was changed in the meantime; read it again and repeat the change.",
            "그 사이에 리소스가 변경되었습니다. 다시 읽은 뒤 변경을 반복하십시오.") with
        {
            Expected = expected switch
            {
                0 => "no version",
                _ when found == 0 => "a version",
                < 0 => "a version that was named",
                _ => $"version {expected}",
            },
            Found = found == 0 ? "no version" : $"version {found}",
        };
}
