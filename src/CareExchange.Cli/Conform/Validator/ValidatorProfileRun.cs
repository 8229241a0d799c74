using System.Text.Json;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>The second run of a case: the same instance against one profile.</summary>
/// <param name="Source">The profile's file, or its canonical where it is part of the definitions.</param>
/// <param name="Beside">Files loaded for this run in addition.</param>
/// <param name="Packages">Packages loaded for this run in addition.</param>
/// <param name="Outcome">The expected outcome, inside <c>outcomes/</c>.</param>
/// <param name="AssumesValidRestReferences">References on the same server count as valid.</param>
internal sealed record ValidatorProfileRun(string Source, IReadOnlyList<string> Beside, IReadOnlyList<string> Packages, string? Outcome, bool AssumesValidRestReferences)
{
    /// <summary>True where the source names a profile of the definitions instead of a file.</summary>
    public bool IsCanonical => Source.StartsWith("http://", StringComparison.Ordinal) || Source.StartsWith("https://", StringComparison.Ordinal) || Source.StartsWith("urn:", StringComparison.Ordinal);

    /// <summary>Reads the entry's <c>profile</c>.</summary>
    public static ValidatorProfileRun Read(JsonElement json) => new(
        ValidatorCase.Text(json, "source") ?? "",
        ValidatorCase.Texts(json, "supporting"),
        ValidatorCase.Texts(json, "packages"),
        ValidatorCase.Text(json, "java"),
        ValidatorCase.Flag(json, "assumeValidRestReferences") ?? false);
}
