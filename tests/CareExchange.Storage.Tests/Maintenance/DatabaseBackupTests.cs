using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Maintenance;

public sealed class DatabaseBackupTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_copy_made_while_writes_go_on_comes_back_whole(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 20; number++) await store.PutAsync("Patient", $"p{number}", Patient(number));
        await store.PutAsync("Patient", "p1", Patient(100));
        var target = Path.Combine(Path.GetTempPath(), "careexchange-tests", "b" + Guid.NewGuid().ToString("N"));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(store, stop.Token));

        await DatabaseBackup.CreateAsync(store.Database, target, default);
        await stop.CancelAsync();
        await writing;
        var empty = await TestStore.EmptyAsync(kind);
        await DatabaseBackup.RestoreAsync(empty, target, TimeProvider.System, default);

        await using (var restored = await StorageDatabase.OpenAsync(empty, TimeProvider.System, default))
        {
            var verified = await new DatabaseVerifier(restored).VerifyAsync(default);
            Assert.Empty(verified.Faults);
            Assert.True(verified.Resources >= 20 && verified.Versions >= 21);
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => DatabaseBackup.RestoreAsync(empty, target, TimeProvider.System, default));
        await Assert.ThrowsAsync<IOException>(() => DatabaseBackup.CreateAsync(store.Database, target, default));
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_was_tampered_with_is_found(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 3; number++) await store.PutAsync("Patient", "p", Patient(number));
        await store.PutAsync("Patient", "q", Patient(9));
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);

        await store.TamperAsync("UPDATE index_string SET value = 'somebody else' WHERE rid = (SELECT rid FROM resource WHERE id = 'q')");
        Assert.Contains("index_string", Assert.Single((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults), StringComparison.Ordinal);
        await store.TamperAsync("DELETE FROM resource_history WHERE version = 1");
        Assert.Equal(2, (await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults.Count);
    }

    private static async Task WriteAsync(TestStore store, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++) await store.PutAsync("Patient", $"w{number % 50}", Patient(number));
    }

    private static string Patient(int number) =>
        $$"""{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"{{number}}"}],"name":[{"family":"김","given":["가온{{number}}"]}],"birthDate":"1948-03-{{1 + (number % 28):00}}"}""";
}
