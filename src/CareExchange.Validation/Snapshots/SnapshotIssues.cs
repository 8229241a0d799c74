using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Snapshots;

/// <summary>What can be wrong with a differential.</summary>
internal static class SnapshotIssues
{
    public static Issue UnknownBase(string profile, string? found) =>
        Issue.Error("not-found", "snapshot-base", $"{profile} derives from a definition that is not loaded.", $"{profile}의 기반 정의가 적재되어 있지 않습니다.") with { Found = found };

    public static Issue Circular(string profile) =>
        Issue.Error("business-rule", "snapshot-circular", $"{profile} derives from itself.", $"{profile}은(는) 자기 자신에서 파생되어 있습니다.");

    public static Issue NoElements(string profile) =>
        Issue.Error("required", "snapshot-elements", $"{profile} has neither snapshot nor differential.", $"{profile}에 스냅샷도 디퍼렌셜도 없습니다.");

    public static Issue Path(string profile, string id) =>
        Issue.Error("structure", "snapshot-path", $"{profile} constrains an element that its base does not have.", $"{profile}이(가) 기반 정의에 없는 요소를 제약합니다.") with { Expression = id, Found = id };

    public static Issue MinBelowBase(string profile, string id, int expected, int found) =>
        Issue.Error("value", "snapshot-min", $"{profile} lowers the minimum of {id}.", $"{profile}이(가) {id}의 최소 반복 수를 낮춥니다.") with { Expression = id, Expected = $"{expected}", Found = $"{found}" };

    public static Issue MaxAboveBase(string profile, string id, int expected, int found) =>
        Issue.Error("value", "snapshot-max", $"{profile} raises the maximum of {id}.", $"{profile}이(가) {id}의 최대 반복 수를 높입니다.") with
        {
            Expression = id,
            Expected = $"{expected}",
            Found = found < 0 ? "*" : $"{found}",
        };

    public static Issue Type(string profile, string id, string expected, string found) =>
        Issue.Error("value", "snapshot-type", $"{profile} gives {id} a type that its base does not permit.", $"{profile}이(가) {id}에 기반 정의가 허용하지 않는 자료형을 줍니다.") with
        {
            Expression = id,
            Expected = expected,
            Found = found,
        };

    public static Issue NoSlicing(string profile, string id) =>
        Issue.Warning("structure", "snapshot-slicing", $"{profile} has a slice of {id}, but nothing says how it is sliced.", $"{profile}에 {id}의 슬라이스가 있으나 슬라이싱 방법이 없습니다.") with { Expression = id };

    public static Issue UnknownContent(string profile, string id, string type) =>
        Issue.Error("not-found", "snapshot-content", $"{profile} looks into {id}, whose type is not loaded.", $"{profile}이(가) 들여다보는 {id}의 자료형이 적재되어 있지 않습니다.") with { Expression = id, Found = type };
}
