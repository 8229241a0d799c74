using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Tests.Database;

public sealed class StorageDatabaseTests
{
    private const string Patient = """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}]}""";

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Opened_again_everything_is_there_and_no_migration_is_left(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);

        await using var again = await store.ReopenAsync(TestStore.Key);

        Assert.Equal("p1", await again.IdsAsync("Patient", "identifier=urn:x|1"));
        await using var context = again.Database.CreateContext();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(default));
    }

    [Fact]
    public async Task Options_that_cannot_work_are_refused_all_at_once()
    {
        var options = new StorageOptions { DataFolder = " ", Keys = [new StorageKey("", new byte[3])], TimeZone = "Asia/Nowhere", Readers = 0, WriterTimeout = TimeSpan.Zero };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => StorageDatabase.OpenAsync(options, TimeProvider.System, default));

        Assert.All(["DataFolder", "32 bytes", "key id", "Asia/Nowhere", "Readers", "WriterTimeout"], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Readers_see_the_last_commit_and_never_wait_for_an_open_transaction(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await using var transaction = await store.Resources.BeginAsync(default);
        await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient.Replace("\"1\"", "\"2\"")), TestStore.Tags, null, default);

        var reads = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => store.Resources.ReadAsync("Patient", "p1", default))));

        Assert.All(reads, read => Assert.Equal(1, read!.Version));
    }

    [Fact]
    public async Task A_reader_that_streams_may_read_again_and_again_however_many_do()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 0; number < 3; number++) await store.PutAsync("Patient", $"p{number}", Patient);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
        {
            await foreach (var resource in store.Resources.ReadCompartmentAsync("p1", default))
            {
                await Task.Yield();
                Assert.NotNull(await store.Resources.ReadAsync(resource.Type, resource.Id, default));
            }
        })));
    }

    [Fact]
    public async Task The_data_folder_is_for_its_owner_only()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(store.DataFolder!) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
    }
}
