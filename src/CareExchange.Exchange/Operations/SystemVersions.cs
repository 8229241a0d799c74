using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>The parameters of <c>$expand</c> that say which versions of code systems are used, and which systems are left out.</summary>
internal static class SystemVersions
{
    /// <summary>The definition as these parameters make it.</summary>
    /// <returns>The definition; or <c>expansion-version</c> where a version that was to be checked is another one.</returns>
    public static Outcome<ValueSetDefinition> Apply(ValueSetDefinition definition, OperationInput input)
    {
        var forced = Read(input, "force-system-version");
        var chosen = Read(input, "system-version");
        var demanded = Read(input, "check-system-version");
        HashSet<string> left = [.. input.Texts("exclude-system").Select(canonical => canonical.Split('|')[0])];
        if (forced.Count + chosen.Count + demanded.Count + left.Count == 0) return definition;
        foreach (var include in definition.Include)
        {
            if (include is { System: { } system, Version: { } version } && demanded.TryGetValue(system, out var wanted) && wanted != version)
            {
                return Issue.Error("business-rule", "expansion-version", "The value set uses another version of the code system than was asked for.", "값 집합이 요청한 것과 다른 버전의 코드 체계를 씁니다.") with { Expected = $"{system}|{wanted}", Found = $"{system}|{version}" };
            }
        }

        return definition with
        {
            Include = [.. definition.Include.Where(include => include.System is null || !left.Contains(include.System)).Select(include => include.System is not { } system ? include : include with
            {
                Version = forced.GetValueOrDefault(system) ?? include.Version ?? chosen.GetValueOrDefault(system) ?? demanded.GetValueOrDefault(system),
            })],
        };
    }

    private static Dictionary<string, string> Read(OperationInput input, string name)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var canonical in input.Texts(name))
        {
            if (canonical.Split('|') is [var system, { Length: > 0 } version]) versions[system] = version;
        }

        return versions;
    }
}
