using CareExchange.Cli.Output;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Maps;

/// <summary><c>map out</c>: resources in, the partner's own format out.</summary>
internal static class MapOut
{
    /// <summary>Exit code 0 where the message was written, 1 where it cannot be, 2 where the folder has no such output.</summary>
    /// <param name="folder">The partner's folder.</param>
    /// <param name="name">Which output; null takes the one of the example's folder, or the only one.</param>
    /// <param name="bundle">A Bundle: what starts the message, <c>search.mode</c> <c>match</c>, and what it refers to.</param>
    /// <param name="to">Where to; null is standard output.</param>
    public static int Run(MapFolder folder, string? name, FileInfo bundle, FileInfo? to)
    {
        if (folder.Profile.Value is not { } profile) return IssueLines.Print(folder.Profile.Issues);
        if (Find(profile, name ?? MapFolder.OutputOf(bundle)) is not { } output)
        {
            Console.Error.WriteLine($"{folder.Name}/mapping.json has no such output. It has: {string.Join(", ", profile.Outputs.Select(one => one.Name))}");
            return 2;
        }

        var written = profile.Write(output.Name, File.ReadAllBytes(bundle.FullName));
        if (written.Value is not { } result || !written.Succeeded) return IssueLines.Print(written.Issues);
        foreach (var issue in result.Issues) Console.Error.WriteLine(IssueLines.Of(issue));
        if (to is null)
        {
            using var stream = Console.OpenStandardOutput();
            stream.Write(result.Content.Span);
        }
        else
        {
            File.WriteAllBytes(to.FullName, result.Content.ToArray());
            Console.WriteLine($"{to.FullName} ({result.ContentType}), to be sent as {result.FileName}");
        }

        return 0;
    }

    /// <summary>The output of this name; without a name the only one.</summary>
    public static OutputEntry? Find(MappingProfile profile, string? name) =>
        name is null ? profile.Outputs is [var only] ? only : null : profile.Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>What is expected of an example, or what was made of it, compared byte by byte.</summary>
    /// <returns>What differs, a line each; empty where nothing does.</returns>
    public static List<string> Judge(MapFolder folder, FileInfo input, bool write)
    {
        var name = MapFolder.OutputOf(input)!;
        if (Find(folder.Profile.Value!, name) is not { } output) return [$"    no line of mapping.json's out is named {name}"];
        var written = folder.Profile.Value!.Write(name, File.ReadAllBytes(input.FullName));
        if (MapFolder.Expected(input, "expected-issues") is { } refused) return written.Succeeded ? ["    it should have been refused"] : MapTest.Places(refused, written.Issues);
        if (written.Value is not { } result || !written.Succeeded) return [.. written.Issues.Select(issue => $"    {IssueLines.Of(issue)}")];
        var expected = MapFolder.ExpectedOutput(input);
        if (expected is not null) return Different(File.ReadAllBytes(expected.FullName), result);
        var path = Path.Combine(input.DirectoryName!, $"{input.Name[..input.Name.IndexOf("-input.", StringComparison.Ordinal)]}-expected{Path.GetExtension(result.FileName)}");
        if (!write) return [$"    nothing is expected of it: {Path.GetFileName(path)} is not there"];
        File.WriteAllBytes(path, result.Content.ToArray());
        return [];
    }

    private static List<string> Different(byte[] expected, OutputResult result)
    {
        var same = expected.AsSpan().CommonPrefixLength(result.Content.Span);
        if (same == expected.Length && same == result.Content.Length) return [];
        var line = expected.AsSpan(0, same).Count((byte)'\n') + expected.AsSpan(0, same).Count((byte)'\r') + 1;
        return [$"    differs from byte {same} on (line {line}); {expected.Length} bytes are expected, {result.Content.Length} were made"];
    }
}
