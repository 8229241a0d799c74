using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Maintenance;

/// <summary>A new key takes over while the database is used: nothing becomes unreadable or unfindable, and nothing stays sealed under the old key.</summary>
public sealed class KeyRewriterTests
{
    private static readonly StorageKey New = new("new", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32 });

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Everything_sealed_is_sealed_anew_while_it_is_used_and_found_during_and_after(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 450; number++) await SaveAsync(store, number);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.EnqueueAsync(new OutboxMessage("m1", "channel", "kind", "payload"u8.ToArray()), default);
            await transaction.CommitAsync(default);
        }

        await new JobStore(store.Database).CreateAsync(new NewJob("j1", "kind", "owner", "state"u8.ToArray()), default);
        await new AuditCheckpointStore(store.Database).CreateAsync(onlyIfChanged: false, default);
        var searching = Task.Run(async () =>
        {
            for (var round = 0; round < 100; round++) Assert.Equal($"p{round}", await store.Persons.FindAsync(Identifier(round), default));
        });

        // Another node still seals with the old key while this one has the new one already.
        await using var beside = await store.OpenBesideAsync();
        beside.UseKeys([TestStore.Key, New]);
        store.Database.UseKeys([New, TestStore.Key]);
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        await SaveAsync(store, 1000);
        await using (var transaction = await new CareExchange.Storage.Resources.ResourceStore(beside).BeginAsync(default))
        {
            await transaction.SavePersonAsync(new("late", [new("urn:x", "late")], []) { ResidentNumber = "4803022999999" }, default);
            await transaction.CommitAsync(default);
        }

        var rewritten = await new KeyRewriter(store.Database).RunAsync((column, count) => told[column] = count, default);

        await searching;
        Assert.Equal(451, told["person.resident_number"]);
        Assert.Equal((1, 1, 1), (told["outbox.payload"], told["job.state"], told["audit_key.private_key"]));
        Assert.Equal(told.Values.Sum(), rewritten);
        Assert.Equal(0, await new KeyRewriter(store.Database).RunAsync((_, _) => { }, default));
        Assert.Equal(451, await new KeyRewriter(store.Database).OlderHashesAsync(default));
        foreach (var number in new[] { 0, 449, 1000 })
        {
            Assert.Equal($"p{number}", await store.Persons.FindAsync(Identifier(number), default));
            Assert.Equal(Number(number), await store.Persons.RevealResidentNumberAsync($"p{number}", default));
        }

        Assert.Equal("payload", System.Text.Encoding.UTF8.GetString(Assert.Single(await store.Outbox.LeaseAsync(null, 10, TimeSpan.FromMinutes(1), default)).Message.Payload.Span));
        Assert.Null((await store.Audits.VerifyAsync(default)).Break);

        // The old key opens nothing any more, and the new one everything.
        await using var alone = await store.ReopenAsync(New);
        Assert.Equal(Number(7), await alone.Persons.RevealResidentNumberAsync("p7", default));
        Assert.Equal("4803022999999", await alone.Persons.RevealResidentNumberAsync("late", default));
        await alone.Database.DisposeAsync();
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_rotation_that_was_stopped_goes_on(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 700; number++) await SaveAsync(store, number);
        store.Database.UseKeys([New, TestStore.Key]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        long first = 0;
        try
        {
            first = await new KeyRewriter(store.Database).RunAsync((_, _) => { }, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // As intended, where the machine was slow enough.
        }

        await new KeyRewriter(store.Database).RunAsync((_, count) => first += count, default);

        await using var alone = await store.ReopenAsync(New);
        foreach (var number in new[] { 0, 350, 699 }) Assert.Equal(Number(number), await alone.Persons.RevealResidentNumberAsync($"p{number}", default));
        await alone.Database.DisposeAsync();
    }

    private static PersonIdentifier Identifier(int number) => new("https://mois.go.kr/rrn", Number(number));

    private static string Number(int number) => $"480302200{number:0000}";

    private static async Task SaveAsync(TestStore store, int number)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        Assert.True((await transaction.SavePersonAsync(new($"p{number}", [Identifier(number)], []) { ResidentNumber = Number(number) }, default)).Succeeded);
        await transaction.CommitAsync(default);
    }
}
