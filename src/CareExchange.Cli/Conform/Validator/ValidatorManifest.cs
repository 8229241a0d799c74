using System.Text.Json;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>The list of cases.</summary>
internal static class ValidatorManifest
{
    /// <summary>The cases in the manifest's order.</summary>
    /// <exception cref="InvalidDataException">There is no manifest, or it is not one.</exception>
    public static IReadOnlyList<ValidatorCase> Read(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "manifest.json");
        if (!File.Exists(path)) throw new InvalidDataException($"{path} does not exist.");
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return manifest.RootElement.TryGetProperty("test-cases", out var cases) && cases.ValueKind == JsonValueKind.Array
                ? [.. cases.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(ValidatorCase.Read)]
                : throw new InvalidDataException($"{path} lists no test-cases.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path}: {problem.Message}", problem);
        }
    }
}
