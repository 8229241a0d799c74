using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Packages;

/// <summary>What can be wrong with packages.</summary>
internal static class PackageIssues
{
    public static Issue Missing(string wanted) =>
        Issue.Error("not-found", "package-missing", $"The package {wanted} is not in the folder.", $"폴더에 {wanted} 패키지가 없습니다.") with { Expected = wanted };

    public static Issue Dependency(DefinitionPack of, PackageDependency dependency, IEnumerable<string> present)
    {
        var found = string.Join(", ", present);
        return Issue.Warning(
            "not-found",
            "package-dependency",
            $"{Name(of)} builds on {dependency.Name} {dependency.Version}, which is not loaded: what it defines is unknown.",
            $"{Name(of)}이(가) 의존하는 {dependency.Name} {dependency.Version} 패키지가 없어 그 정의를 알 수 없습니다.") with
        {
            Expected = $"{dependency.Name} {dependency.Version}",
            Found = found.Length > 0 ? found : null,
        };
    }

    public static Issue FhirVersion(DefinitionPack pack) =>
        Issue.Error("not-supported", "package-fhir-version", $"{Name(pack)} is not written for FHIR R4.", $"{Name(pack)}은(는) FHIR R4용 패키지가 아닙니다.") with
        {
            Expected = "4.0.1",
            Found = string.Join(", ", pack.FhirVersions),
        };

    public static Issue Repeated(DefinitionPack pack, string file) =>
        Issue.Information("duplicate", "package-repeated", $"{file} holds {Name(pack)} once more; it is passed over.", $"{file}은(는) 이미 읽은 {Name(pack)}이므로 건너뜁니다.");

    public static Issue Circle(DefinitionPack pack) =>
        Issue.Warning("business-rule", "package-circular", $"{Name(pack)} builds on a package that builds on it.", $"{Name(pack)}의 의존 관계가 순환합니다.");

    public static Issue Damaged(string file) =>
        Issue.Error("invalid", "package-pack", $"{file} is not a definition pack of this version.", $"{file}은(는) 이 버전의 정의 팩이 아닙니다.") with { Found = file };

    public static string Name(DefinitionPack pack) => $"{pack.Name} {pack.Version}";
}
