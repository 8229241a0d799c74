using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CareExchange.Architecture.Tests;

/// <summary>The arrows between projects: what ARCHITECTURE.md allows and what the csproj files say.</summary>
internal static partial class ProjectArrows
{
    /// <summary>Reads the <c>arrows</c> block of ARCHITECTURE.md: project to the projects it may use.</summary>
    public static Dictionary<string, (int Floor, string[] Uses)> Parse(string architecture)
    {
        var block = Block().Match(architecture).Groups["lines"].Value;
        return Line().Matches(block).ToDictionary(
            line => line.Groups["name"].Value,
            line => (int.Parse(line.Groups["floor"].ValueSpan), line.Groups["uses"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>Says each difference between the allowed arrows and the written ones; nothing when they are equal.</summary>
    public static IEnumerable<string> Check(IReadOnlyDictionary<string, (int Floor, string[] Uses)> allowed, IEnumerable<ProjectFile> projects)
    {
        var written = projects.ToDictionary(project => project.Name, project => References(project.Xml));
        foreach (var (name, (floor, uses)) in allowed)
        {
            foreach (var use in uses.Where(use => !allowed.TryGetValue(use, out var below) || below.Floor >= floor))
                yield return $"ARCHITECTURE.md lets {name} use {use}, which does not stand on a lower floor.";
            if (!written.ContainsKey(name)) yield return $"{name} is listed in ARCHITECTURE.md and has no project.";
        }

        foreach (var (name, uses) in written)
        {
            if (!allowed.TryGetValue(name, out var entry))
            {
                yield return $"{name} is not listed in ARCHITECTURE.md.";
                continue;
            }

            foreach (var use in uses.Except(entry.Uses)) yield return $"{name} -> {use} is not allowed.";
            foreach (var use in entry.Uses.Except(uses)) yield return $"{name} -> {use} is allowed but not written: the list has to be exact.";
        }
    }

    private static string[] References(string xml) =>
        [.. XDocument.Parse(xml).Descendants("ProjectReference")
            .Select(reference => ReferencedName().Match(reference.Attribute("Include")?.Value ?? "").Groups["name"].Value)];

    [GeneratedRegex(@"^```arrows\r?\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?<floor>\d)[ ]+(?<name>\w+)[ ]*->[ ]*(?<uses>[\w, ]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex(@"CareExchange\.(?<name>\w+)\.csproj$", RegexOptions.ExplicitCapture)]
    private static partial Regex ReferencedName();
}
