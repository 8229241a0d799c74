namespace CareExchange.Architecture.Tests;

/// <summary>What may lie at the root of the repository. A newcomer sees six names, and each says what is behind it.</summary>
internal static class RootEntries
{
    private static readonly string[] Allowed =
        ["CareExchange.sln", "README.md", ".editorconfig", ".gitignore", ".git", ".ci", "src", "tests", "profiles", "mappings"];

    /// <summary>Says each entry that is neither allowed nor ignored by version control (a plain name or /name/ line of .gitignore).</summary>
    public static IEnumerable<string> Check(IEnumerable<string> names, string gitignore)
    {
        var ignored = gitignore.Split('\n').Select(line => line.Trim().Trim('/'));
        return names.Except(Allowed).Except(ignored).Order(StringComparer.Ordinal).Select(name => $"{name} does not belong at the root.");
    }
}
