using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Tests.Packages;

/// <summary>FHIR packages made for tests.</summary>
internal static class PackageArchives
{
    /// <summary>A .tgz with a manifest and resources.</summary>
    public static PackageFile Make(string name, string version, string dependencies = "{}", string fhirVersion = "4.0.1", params string[] resources)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionMode.Compress))
        using (var tar = new TarWriter(gzip))
        {
            Add(tar, "package/package.json", $$"""{"name":"{{name}}","version":"{{version}}","fhirVersions":["{{fhirVersion}}"],"dependencies":{{dependencies}}}""");
            for (var i = 0; i < resources.Length; i++) Add(tar, $"package/resource-{i}.json", resources[i]);
        }

        return new($"{name}-{version}.tgz", output.ToArray());
    }

    /// <summary>A profile that demands a gender of its patients.</summary>
    public static string Profile(string url, string version, string of = "http://hl7.org/fhir/StructureDefinition/Patient") =>
        $$"""
        {"resourceType":"StructureDefinition","url":"{{url}}","version":"{{version}}","name":"P","status":"active","kind":"resource","abstract":false,"type":"Patient","derivation":"constraint",
         "baseDefinition":"{{of}}","differential":{"element":[{"id":"Patient","path":"Patient"},{"id":"Patient.gender","path":"Patient.gender","min":1} ] } }
        """;

    private static void Add(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
}
