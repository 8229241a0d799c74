using System.Text.Json;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>What the reference validator found.</summary>
/// <param name="HasErrors">True where an issue is an error or fatal: the verdict.</param>
/// <param name="Errors">Code and location of each error.</param>
/// <param name="FirstError">The first error's text, for people who compare.</param>
internal sealed record ExpectedOutcome(bool HasErrors, IReadOnlyList<(string Code, string Location)> Errors, string? FirstError)
{
    /// <summary>Reads an OperationOutcome; null where the file is missing or is none.</summary>
    public static ExpectedOutcome? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var outcome = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!outcome.RootElement.TryGetProperty("issue", out var issues)) return new(false, [], null);
            var errors = issues.EnumerateArray().Where(issue => ValidatorCase.Text(issue, "severity") is "error" or "fatal").ToArray();
            var first = errors is [var only, ..] && only.TryGetProperty("details", out var details) ? ValidatorCase.Text(details, "text") : null;
            return new(errors.Length > 0, [.. errors.Select(issue => (ValidatorCase.Text(issue, "code") ?? "", Location(issue)))], first);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A location in the form both sides share: Java names resources in comments, slices by URL and choices by ofType, and often leaves the index of an item away.</summary>
    public static string Normalize(string location)
    {
        var plain = Without(Without(location, "/*", "*/"), "[url=", "]");
        plain = Without(plain, ".ofType(", ")");
        return plain;
    }

    private static string Location(JsonElement issue) =>
        ValidatorCase.Texts(issue, "expression") is [var expression, ..] ? Normalize(expression) : "";

    private static string Without(string text, string start, string end)
    {
        while (text.IndexOf(start, StringComparison.Ordinal) is >= 0 and var at && text.IndexOf(end, at, StringComparison.Ordinal) is > 0 and var close)
            text = string.Concat(text.AsSpan(0, at), text.AsSpan(close + end.Length));
        return text;
    }
}
