using CareExchange.Storage.Outbox;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Outbox;

public sealed class OutboxStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_leased_message_is_nobody_elses_until_the_lease_ends(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await EnqueueAsync(store, new("m1", "nhis", "notification", "본문"u8.ToArray()), new("m2", "clinic", "notification", "y"u8.ToArray()));

        var first = Assert.Single(await store.Outbox.LeaseAsync("nhis", 10, Minute, default));
        Assert.Empty(await store.Outbox.LeaseAsync("nhis", 10, Minute, default));
        store.Clock.Advance(2 * Minute);
        var second = Assert.Single(await store.Outbox.LeaseAsync("nhis", 10, Minute, default));

        Assert.Equal(("m1", 1, 2), (first.Message.Id, first.Attempt, second.Attempt));
        Assert.Equal("본문"u8, second.Message.Payload.Span);
        Assert.False(await store.Outbox.CompleteAsync(first, default));
        Assert.True(await store.Outbox.CompleteAsync(second, default));
        Assert.False(await store.Outbox.CompleteAsync(second, default));
        Assert.Equal("m2", Assert.Single(await store.Outbox.LeaseAsync(null, 10, Minute, default)).Message.Id);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Many_deliverers_at_once_take_every_message_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await EnqueueAsync(store, [.. Enumerable.Range(0, 50).Select(number => new OutboxMessage($"m{number:00}", "c", "k", default))]);

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.Outbox.LeaseAsync("c", 7, Minute, default))));

        var ids = taken.SelectMany(leases => leases).Select(lease => lease.Message.Id).ToArray();
        Assert.Equal((50, 50), (ids.Length, ids.Distinct().Count()));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "21")]
    public async Task A_failed_message_waits_a_given_up_one_is_kept_and_can_be_revived(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await EnqueueAsync(store, new OutboxMessage("m1", "c", "k", "x"u8.ToArray()) { NotBefore = store.Clock.GetUtcNow() + Minute });
        Assert.Empty(await store.Outbox.LeaseAsync("c", 1, Minute, default));
        store.Clock.Advance(Minute);

        var lease = Assert.Single(await store.Outbox.LeaseAsync("c", 1, Minute, default));
        Assert.True(await store.Outbox.RetryAsync(lease, store.Clock.GetUtcNow() + (5 * Minute), "timeout", default));
        store.Clock.Advance(2 * Minute);
        Assert.Empty(await store.Outbox.LeaseAsync("c", 1, Minute, default));
        store.Clock.Advance(3 * Minute);
        lease = Assert.Single(await store.Outbox.LeaseAsync("c", 1, Minute, default));
        Assert.True(await store.Outbox.DeadLetterAsync(lease, "refused", default));
        store.Clock.Advance(10 * Minute);

        Assert.Empty(await store.Outbox.LeaseAsync("c", 1, Minute, default));
        var dead = Assert.Single(await store.Outbox.ListDeadAsync(null, 10, default));
        Assert.Equal(("m1", 2, "refused"), (dead.Message.Id, dead.Attempts, dead.Reason));
        Assert.False(await store.Outbox.ReviveAsync("m2", default));
        Assert.True(await store.Outbox.ReviveAsync("m1", default));
        Assert.Equal(1, Assert.Single(await store.Outbox.LeaseAsync("c", 1, Minute, default)).Attempt);
    }

    [Fact]
    public async Task The_same_id_is_enqueued_once()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var message = new OutboxMessage("m1", "c", "k", "x"u8.ToArray());

        await EnqueueAsync(store, message, message);
        await EnqueueAsync(store, message);

        Assert.Equal(1, await store.CountAsync("outbox"));
    }

    private static async Task EnqueueAsync(TestStore store, params OutboxMessage[] messages)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        foreach (var message in messages) await transaction.EnqueueAsync(message, default);
        await transaction.CommitAsync(default);
    }
}
