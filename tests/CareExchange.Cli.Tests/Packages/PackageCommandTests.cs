using CareExchange.Cli.Packages;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Cli.Tests.Packages;

public sealed class PackageCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-packages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_package_is_checked_and_copied_under_its_own_name()
    {
        var package = SharedData.Need("packages/hl7.fhir.kr.core-2.0.0.tgz");
        var into = Path.Combine(_folder.FullName, "packages");

        Assert.Equal(0, await RunAsync("add", package, "--folder", into));
        Assert.Equal("hl7.fhir.kr.core-2.0.0.tgz", Path.GetFileName(Assert.Single(Directory.GetFiles(into))));
        Assert.Equal(0, await RunAsync("list", "--folder", into));
        Assert.Equal(0, await RunAsync("inspect", package));
    }

    [Fact]
    public async Task A_broken_package_is_refused_and_nothing_is_copied()
    {
        var package = Path.Combine(_folder.FullName, "torn.tgz");
        await File.WriteAllBytesAsync(package, [31, 139, 8, 0, 1, 2], TestContext.Current.CancellationToken);
        var into = Path.Combine(_folder.FullName, "packages");

        Assert.Equal(1, await RunAsync("add", package, "--folder", into));
        Assert.False(Directory.Exists(into));
        Assert.Equal(2, await RunAsync("add", Path.Combine(_folder.FullName, "absent.tgz")));
    }

    [Fact]
    public async Task A_compiled_pack_can_be_added_like_its_package()
    {
        var pack = Path.Combine(_folder.FullName, "kr.pack");

        Assert.Equal(0, await RunAsync("compile", SharedData.Need("packages/hl7.fhir.kr.core-2.0.0.tgz"), "--output", pack));
        Assert.Equal(35, PackFormat.Read(await File.ReadAllBytesAsync(pack, TestContext.Current.CancellationToken)).Types.Count);
        Assert.Equal(0, await RunAsync("add", pack, "--folder", _folder.FullName));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "hl7.fhir.kr.core-2.0.0.pack")));
    }

    private static Task<int> RunAsync(params string[] arguments) => PackageCommand.Create().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
}
