using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Tests;
using CareExchange.Validation.Packages;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Validation.Tests.Guide;

/// <summary>The committed package and packs are what their sources make; <c>profiles/build</c> makes them anew.</summary>
public class GuidePackageTests
{
    private static readonly string[] Compiled = ["profiles/careexchange/sushi-config.yaml", "profiles/careexchange/pack.mjs"];

    [Fact]
    public void The_package_was_made_of_the_sources_as_they_stand()
    {
        using var manifest = JsonDocument.Parse(Files()["package/package.json"]);
        var recorded = manifest.RootElement.GetProperty("sources").EnumerateObject().ToDictionary(source => source.Name, source => source.Value.GetString());
        string[] sources =
        [
            .. Compiled,
            .. Directory.GetFiles(Path.Combine(GuideFolder.Profiles, "careexchange", "input", "fsh"), "*.fsh").Select(Named),
            .. Directory.GetDirectories(Path.Combine(GuideFolder.Root, "mappings")).SelectMany(partner => Directory.GetFiles(partner, "ConceptMap-*.json")).Select(Named),
        ];

        Assert.Equal(sources.Order(StringComparer.Ordinal), recorded.Keys.Order(StringComparer.Ordinal));
        Assert.All(sources, source => Assert.Equal((source, Hash(Path.Combine(GuideFolder.Root, source))), (source, recorded[source])));
    }

    [Fact]
    public void The_packs_of_this_build_were_compiled_from_the_packages()
    {
        var guide = PackageReader.Read(new("guide.tgz", File.ReadAllBytes(GuideFolder.Package)));
        Assert.Empty(guide.Issues);
        var krCore = PackFormat.Read(File.ReadAllBytes(Path.Combine(GuideFolder.Profiles, "kr.core.pack")));
        var (schema, issues) = SnapshotGenerator.Layer(Schema.R4.With(krCore), guide.Value!);

        Assert.Empty(issues);
        Assert.Equal(File.ReadAllBytes(Path.Combine(GuideFolder.Profiles, "careexchange.guide.pack")), PackFormat.Write(schema.Packs[^1]));
        Assert.Equal(["hl7.fhir.r4.core", "hl7.fhir.kr.core", "careexchange.guide"], Schema.Guide.Packs.Select(pack => pack.Name));
    }

    [Fact]
    public void The_pack_of_KR_Core_was_compiled_from_its_package()
    {
        var package = PackageReader.Read(new("kr.tgz", File.ReadAllBytes(SharedData.Need("packages/hl7.fhir.kr.core-2.0.0.tgz")))).Value!;

        Assert.Equal(File.ReadAllBytes(Path.Combine(GuideFolder.Profiles, "kr.core.pack")), PackFormat.Write(package));
    }

    [Fact]
    public async Task SUSHI_makes_the_same_package_again()
    {
        SharedData.Need("packages/hl7.fhir.r4.core-4.0.1.tgz");
        Assert.SkipUnless(File.Exists(Path.Combine(Cache, "careexchange-sushi-3.21.0", "node_modules", "fsh-sushi", "dist", "app.js")), "SUSHI is not installed (profiles/build installs it); the hashes of the sources are compared all the same.");
        var target = Directory.CreateTempSubdirectory("guide");
        try
        {
            Assert.Equal(0, await RunAsync("bash", Path.Combine(GuideFolder.Profiles, "build"), target.FullName));
            Assert.Equal(Unpacked(GuideFolder.Package), Unpacked(Path.Combine(target.FullName, Path.GetFileName(GuideFolder.Package))));
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_patient_compartment_of_the_guide_is_the_one_the_gateway_decides_by()
    {
        var own = Schema.Guide.Compartments.Single(compartment => compartment.Url == "urn:careexchange:compartment:patient");
        var known = Schema.R4.Compartments.Single(compartment => compartment.Code == "Patient");

        Assert.Equal(["patient"], own.Parameters["Task"]);
        Assert.Equal(Lines(known), Lines(own));

        static IEnumerable<string> Lines(CompartmentDefinition compartment) => compartment.Parameters.Where(entry => entry.Value.Count > 0)
            .Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_code_system_has_a_Korean_name_for_each_code_and_a_value_set()
    {
        var pack = Schema.Guide.Packs[^1];
        var own = pack.CodeSystems.Value.Where(system => !system.Url["urn:careexchange:".Length..].Contains(':', StringComparison.Ordinal)).ToArray();

        Assert.True(own.Length > 40);
        Assert.All(own, system => Assert.NotNull(Schema.Guide.FindValueSet($"urn:careexchange:valueset:{system.Url["urn:careexchange:".Length..]}")));
        using var json = JsonDocument.Parse(Files()["package/CodeSystem-cx-service-type.json"]);
        Assert.All(json.RootElement.GetProperty("concept").EnumerateArray(), concept => Assert.Equal("ko", concept.GetProperty("designation")[0].GetProperty("language").GetString()));
    }

    private static string Cache => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static string Named(string path) => Path.GetRelativePath(GuideFolder.Root, path).Replace('\\', '/');

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static Dictionary<string, byte[]> Files()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var tar = new TarReader(new MemoryStream(Unpacked(GuideFolder.Package)));
        while (tar.GetNextEntry() is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream!.CopyTo(bytes);
            files[entry.Name] = bytes.ToArray();
        }

        return files;
    }

    // The bytes that were packed: how tight they are packed is zlib's own affair and changes with it.
    private static byte[] Unpacked(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<int> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        return process.ExitCode;
    }
}
