using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Validation.Packages;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>A gateway that was given a package judges by the profiles in it.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private const string Profile = "http://example.org/StructureDefinition/counted-steps";

    private readonly District _district = new();

    public async ValueTask InitializeAsync()
    {
        await WritePackageAsync(Path.Combine(_district.Folder, "packages"), "example.steps", """{"hl7.fhir.r4.core":"4.0.1"}""");
        await _district.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _district.DisposeAsync();

    [Fact]
    public async Task A_resource_that_claims_a_loaded_profile_is_held_to_it()
    {
        using var machine = await Machine.RegisterAsync(_district, "seodaemun");

        (await machine.PostAsync("Observation", Observation(method: ""))).Is(HttpStatusCode.UnprocessableEntity);
        (await machine.PostAsync("Observation", Observation(""","method":{"text":"pedometer"}"""))).Is(HttpStatusCode.Created);
        Assert.Equal("example.steps", Assert.Single(_district.Room<PackageSet>().Packages).Name);
    }

    [Fact]
    public async Task A_gateway_does_not_start_with_a_broken_package_and_says_which()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-packages-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "torn.tgz"), [1, 2, 3], TestContext.Current.CancellationToken);
            var options = new GatewayOptions { DataFolder = folder, PackagesFolder = folder, Packages = ["example.steps@2.0.0"], Url = "http://127.0.0.1:0" };

            var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));

            Assert.Contains("torn.tgz: The package is not a readable .tgz archive.", problem.Message, StringComparison.Ordinal);
            Assert.Contains("example.steps@2.0.0 패키지가 없습니다", problem.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Observation(string method) =>
        $$"""{"resourceType":"Observation","meta":{"profile":["{{Profile}}"]},"status":"final","code":{"text":"걸음 수"},"valueInteger":4200{{method}}}""";

    private static async Task WritePackageAsync(string folder, string name, string dependencies)
    {
        Directory.CreateDirectory(folder);
        await using var file = File.Create(Path.Combine(folder, $"{name}.tgz"));
        await using var gzip = new GZipStream(file, CompressionMode.Compress);
        await using var tar = new TarWriter(gzip);
        await AddAsync(tar, "package/package.json", $$"""{"name":"{{name}}","version":"1.0.0","fhirVersions":["4.0.1"],"dependencies":{{dependencies}}}""");
        await AddAsync(tar, "package/StructureDefinition-counted-steps.json", $$"""
            {"resourceType":"StructureDefinition","url":"{{Profile}}","version":"1.0.0","name":"CountedSteps","status":"active","kind":"resource","abstract":false,"type":"Observation",
             "baseDefinition":"http://hl7.org/fhir/StructureDefinition/Observation","derivation":"constraint",
             "differential":{"element":[{"id":"Observation","path":"Observation"},{"id":"Observation.method","path":"Observation.method","min":1}]} }
            """);
    }

    private static Task AddAsync(TarWriter tar, string name, string content) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
}
