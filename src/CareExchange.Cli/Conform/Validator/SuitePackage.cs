namespace CareExchange.Cli.Conform.Validator;

/// <summary>Finds a package that a case names: a file of the suite's folder, or <c>name#version</c> as <c>name-version.tgz</c> in a folder <c>packages</c> further up.</summary>
internal static class SuitePackage
{
    /// <summary>The file; null where it is not at hand.</summary>
    public static FileInfo? Find(DirectoryInfo folder, string package)
    {
        if (package.EndsWith(".tgz", StringComparison.Ordinal))
        {
            var beside = new FileInfo(Path.Combine(folder.FullName, package));
            return beside.Exists ? beside : null;
        }

        var name = package.Replace('#', '-') + ".tgz";
        for (var above = folder; above is not null; above = above.Parent)
        {
            var file = new FileInfo(Path.Combine(above.FullName, "packages", name));
            if (file.Exists) return file;
        }

        return null;
    }
}
