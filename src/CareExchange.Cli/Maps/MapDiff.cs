using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Maps;

/// <summary><c>map diff</c>: the same messages by the version in use and by the next one, and what changes, for each element.</summary>
internal static partial class MapDiff
{
    private const int MostShown = 100;

    /// <summary>Exit code 0 where nothing changes, 1 where something does or one version cannot map a message that the other maps.</summary>
    /// <param name="folders">The folders in use.</param>
    /// <param name="others">Their new versions by name; null compares the candidates inside each folder.</param>
    /// <param name="isJson">JSON instead of text.</param>
    public static int Run(IReadOnlyList<MapFolder> folders, IReadOnlyList<MapFolder>? others, bool isJson)
    {
        List<Change> changes = [];
        foreach (var folder in folders)
        {
            if (folder.Profile.Value is not { } profile) return IssueLines.Print(folder.Profile.Issues);
            var other = others is null ? folder : others.FirstOrDefault(one => one.Name == folder.Name) ?? (others.Count == 1 ? others[0] : null);
            if (other is null) continue;
            if (other.Profile.Value is not { } next) return IssueLines.Print(other.Profile.Issues);
            foreach (var input in folder.Inputs) changes.AddRange(Compare(profile, next, input, isCandidate: others is null));
        }

        if (isJson) Console.WriteLine(JsonSerializer.Serialize(changes, Options));
        else Print(changes);
        return changes.Count == 0 ? 0 : 1;
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<Change> Compare(MappingProfile profile, MappingProfile next, FileInfo input, bool isCandidate)
    {
        if (profile.ContentTypeOf(input.Name) is not { } contentType) return [];
        var bytes = File.ReadAllBytes(input.FullName);
        var before = profile.Transform(bytes, contentType, input.Name);
        if ((isCandidate ? Candidate(next, bytes, contentType, input.Name) : next.Transform(bytes, next.ContentTypeOf(input.Name) ?? contentType, input.Name)) is not { } after) return [];
        if (before.Value is { } old && after.Value is { } made) return JsonDifferences.Of(old.Bundle, made.Bundle).Select(difference => new Change(input.Name, difference.Path, difference.Left, difference.Right));
        if (before.Succeeded) return Refusals(after.Issues).Select(refusal => new Change(input.Name, refusal, "mapped", "refused"));
        return after.Succeeded
            ? Refusals(before.Issues).Select(refusal => new Change(input.Name, refusal, "refused", "mapped"))
            : Refusals(before.Issues).Except(Refusals(after.Issues), StringComparer.Ordinal).Select(refusal => new Change(input.Name, refusal, "refused", null))
                .Concat(Refusals(after.Issues).Except(Refusals(before.Issues), StringComparer.Ordinal).Select(refusal => new Change(input.Name, refusal, null, "refused")));
    }

    private static Outcome<MappingResult>? Candidate(MappingProfile profile, byte[] bytes, string contentType, string fileName) =>
        profile.Entries.FirstOrDefault(entry => entry.IsCandidate && entry.ContentType == contentType && (entry.FilePattern is null || Fits(entry.FilePattern, fileName))) is { } candidate
            ? profile.TransformBy(candidate.MapUrl, bytes, fileName)
            : default(Outcome<MappingResult>?);

    private static bool Fits(string pattern, string fileName) => Regex.IsMatch(fileName, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    private static IEnumerable<string> Refusals(IReadOnlyList<Issue> issues) => issues.Where(issue => issue.IsError).Select(issue => $"{issue.Rule} {issue.Expression} {issue.Line}:{issue.Column}");

    private static void Print(List<Change> changes)
    {
        foreach (var file in changes.GroupBy(change => change.File, StringComparer.Ordinal))
        {
            Console.WriteLine(file.Key);
            foreach (var line in file.Take(MostShown).SelectMany(change => new JsonDifference(change.Path, change.Before, change.After).Lines())) Console.WriteLine(line);
        }

        // The same element changed in many entries is one decision to take.
        foreach (var element in changes.GroupBy(change => Index().Replace(change.Path, ""), StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{element.Count(),6}  {element.Key}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{changes.Count} changes"));
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    private sealed record Change(string File, string Path, string? Before, string? After);
}
