using System.Text.Json;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>One entry of the suite's <c>manifest.json</c>: an instance, what is loaded beside it, and how the reference validator was set.</summary>
internal sealed record ValidatorCase
{
    /// <summary>The case's name, unique within the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>The instance, a path inside the suite's folder.</summary>
    public required string File { get; init; }

    /// <summary>The FHIR version as written; R5 where the manifest says none.</summary>
    public required string Version { get; init; }

    /// <summary>The suite's own grouping.</summary>
    public string? Module { get; init; }

    /// <summary>The base run's expected outcome, inside <c>outcomes/</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Files loaded beside the instance: <c>profiles</c>, <c>supporting</c>, <c>valuesets</c> and <c>codesystems</c>.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Files of another FHIR version, loaded where they can be read.</summary>
    public IReadOnlyList<string> BesideOfOtherVersions { get; init; } = [];

    /// <summary>Packages that the case needs.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The second run, against a profile; null for most.</summary>
    public ValidatorProfileRun? Profile { get; init; }

    /// <summary>False where the suite itself passes the case over.</summary>
    public bool IsUsed { get; init; } = true;

    /// <summary>True where a logical model is validated instead of a resource.</summary>
    public bool IsLogical { get; init; }

    /// <summary>True where instances are not looked for in the folder.</summary>
    public bool IsStandalone { get; init; }

    /// <summary>References on the same server count as valid.</summary>
    public bool AssumesValidRestReferences { get; init; }

    /// <summary>Markup in strings is an error.</summary>
    public bool ChecksSecurity { get; init; }

    /// <summary>False where example URLs are errors.</summary>
    public bool AllowsExamples { get; init; } = true;

    /// <summary>True where experimental definitions are errors.</summary>
    public bool RefusesExperimental { get; init; }

    /// <summary>True where the instance is meant for publication.</summary>
    public bool IsForPublication { get; init; }

    /// <summary>URL prefixes whose extensions need no definition.</summary>
    public IReadOnlyList<string> ExtensionDomains { get; init; } = [];

    /// <summary>How far references are followed: <c>IGNORE</c>, <c>CHECK_TYPE_IF_EXISTS</c>, <c>CHECK_EXISTS</c>, <c>CHECK_EXISTS_AND_TYPE</c>, <c>CHECK_VALID</c>.</summary>
    public string? References { get; init; }

    /// <summary>How contained resources are judged: <c>IGNORE</c> or <c>CHECK_VALID</c>.</summary>
    public string? Contained { get; init; }

    /// <summary>Reads one entry.</summary>
    public static ValidatorCase Read(JsonElement json) => new()
    {
        Name = Text(json, "name") ?? "",
        File = Text(json, "file") ?? "",
        Version = Text(json, "version") ?? "5.0",
        Module = Text(json, "module"),
        Outcome = Text(json, "java"),
        Beside = [.. Texts(json, "profiles"), .. Texts(json, "supporting"), .. Texts(json, "valuesets"), .. Texts(json, "codesystems")],
        BesideOfOtherVersions = Texts(json, "supporting5"),
        Packages = Texts(json, "packages"),
        Profile = json.TryGetProperty("profile", out var profile) && profile.ValueKind == JsonValueKind.Object ? ValidatorProfileRun.Read(profile) : null,
        IsUsed = Flag(json, "use-test") ?? true,
        IsLogical = json.TryGetProperty("logical", out _),
        IsStandalone = Text(json, "fetcher") == "standalone",
        AssumesValidRestReferences = Flag(json, "assumeValidRestReferences") ?? false,
        ChecksSecurity = Flag(json, "security-checks") ?? false,
        AllowsExamples = Flag(json, "examples") ?? true,
        RefusesExperimental = Flag(json, "no-experimental-content") ?? false,
        IsForPublication = Flag(json, "for-publication") ?? false,
        ExtensionDomains = [.. Texts(json, "allowed-extension-domain"), .. Texts(json, "allowed-extension-domains")],
        References = Text(json, "validateReference"),
        Contained = Text(json, "validateContains"),
    };

    internal static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Some flags are written as booleans, some as strings.
    internal static bool? Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => value.GetString() == "true",
            _ => null,
        }
        : null;

    internal static IReadOnlyList<string> Texts(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
