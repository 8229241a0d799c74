using System.Buffers;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A guide says its FHIR version, and what it depends on by the canonical of the other guide (R4 implementationguide.html).</summary>
internal sealed class ImplementationGuideRule : Rule
{
    private static readonly SearchValues<char> PackageLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@/");

    internal override void Check(Element element, ValidationRun run)
    {
        if (!element["fhirVersion"].Exists)
            run.Report(element, Issue.Warning("business-rule", "guide-version", "The guide does not say for which version of FHIR it is.", "FHIR 버전이 표시되지 않은 구현 가이드입니다.") with { Expected = "fhirVersion" });
        foreach (var dependency in element.Children("dependsOn")) CheckDependency(dependency, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "guide: version, dependencies";

    private static void CheckDependency(Element dependency, ValidationRun run)
    {
        var uri = dependency["uri"].Text;
        if (uri?.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar)
        {
            var version = uri[(bar + 1)..];
            uri = uri[..bar];
            if (version.Length == 0 || version != dependency["version"].Text)
                Refuse(dependency, "The version of a dependency stands in its version, not only in its URL.", "의존 대상의 버전은 version에 써야 합니다.", dependency["version"].Text ?? "version", version, run);
        }

        if (uri is not null && !uri.Contains("/ImplementationGuide/", StringComparison.Ordinal))
            Refuse(dependency, "A guide depends on another by its canonical.", "의존 대상은 구현 가이드의 canonical로 표시해야 합니다.", "…/ImplementationGuide/…", uri, run);
        if (dependency["packageId"].Text is { } package && (package.Length == 0 || !char.IsAsciiLetter(package[0]) || package.AsSpan().ContainsAnyExcept(PackageLetters) || !package.Contains('.', StringComparison.Ordinal)))
            Refuse(dependency, "This is no name of a package.", "올바른 패키지 이름이 아닙니다.", "a.b.c", package, run);
    }

    private static void Refuse(Element dependency, string english, string korean, string expected, string? found, ValidationRun run) =>
        run.Report(dependency, Issue.Error("business-rule", "guide-dependency", english, korean) with { Expected = expected, Found = found });
}
