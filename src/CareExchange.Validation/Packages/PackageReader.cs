using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Packages;

/// <summary>The bytes of a package → its definitions, whether it is a FHIR package or a compiled pack.</summary>
public static class PackageReader
{
    /// <summary>Reads one package.</summary>
    /// <param name="file">A .tgz, or what <c>package compile</c> made of one; told apart by their first bytes.</param>
    /// <returns>The pack; or issues <c>package-archive</c>, <c>package-size</c>, <c>package-manifest</c>, <c>package-json</c>, <c>package-resource</c>,
    /// <c>package-pack</c>, each naming the file.</returns>
    public static Outcome<DefinitionPack> Read(PackageFile file)
    {
        if (PackFormat.Looks(file.Json.Span))
        {
            try
            {
                return PackFormat.Read(file.Json);
            }
            catch (Exception problem) when (problem is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
            {
                return PackageIssues.Damaged(file.Name);
            }
        }

        var outcome = PackageCompiler.Compile(file.Json);
        return outcome.Issues.Count == 0 ? outcome : new(outcome.Value, [.. outcome.Issues.Select(issue => Named(issue, file.Name))]);
    }

    private static Issue Named(Issue issue, string file) =>
        issue with { English = $"{file}: {issue.English}", Korean = $"{file}: {issue.Korean}" };
}
