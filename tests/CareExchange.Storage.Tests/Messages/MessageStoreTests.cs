using System.Text;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Messages;

public sealed class MessageStoreTests
{
    private static readonly byte[] Original = Encoding.UTF8.GetBytes("이름,주민등록번호\n김가온,4803022000000\n");

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_original_comes_back_as_it_was_sent_and_stands_nowhere_in_the_clear(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        var receipt = await store.Messages.ReceiveAsync(Message("m1"), default);

        Assert.False(receipt.AlreadyKnown);
        Assert.Equal((MessageState.Received, 0, Original.Length), (receipt.Message.State, receipt.Message.Attempts, (int)receipt.Message.Length));
        Assert.Equal(Original, await store.Messages.ReadOriginalAsync("m1", default));
        Assert.Null(await store.Messages.ReadOriginalAsync("m2", default));
        if (store.DataFolder is not { } folder) return;
        foreach (var file in Directory.GetFiles(folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, default);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("4803022000000"u8));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_same_message_twice_is_found_as_known_with_its_state_also_when_sent_at_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => store.Messages.ReceiveAsync(Message($"m{number}"), default))));
        var other = await store.Messages.ReceiveAsync(Message("m9") with { Partner = "clinic" }, default);
        await store.Messages.FinishAsync(receipts[0].Message.Id, new MessageOutcome(MessageState.Processed, default, "{}"u8.ToArray()), default);
        var again = await store.Messages.ReceiveAsync(Message("m10"), default);

        Assert.Equal(1, receipts.Count(receipt => !receipt.AlreadyKnown));
        Assert.Single(receipts.Select(receipt => receipt.Message.Id).Distinct());
        Assert.False(other.AlreadyKnown);
        Assert.Equal((true, MessageState.Processed), (again.AlreadyKnown, again.Message.State));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_message_goes_from_received_to_an_end_and_back_by_replay(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.Messages.ReceiveAsync(Message("m1"), default);
        store.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await store.Messages.FinishAsync("m1", new MessageOutcome(MessageState.Rejected, "[1]"u8.ToArray(), default), default));
        var rejected = (await store.Messages.FindAsync("m1", default))!;
        var replayed = (await store.Messages.ReplayAsync("m1", default))!;
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.False(await transaction.FinishMessageAsync("m1", new MessageOutcome(MessageState.Processed, default, default), default, attempts: 0));
            Assert.True(await transaction.FinishMessageAsync("m1", new MessageOutcome(MessageState.Parked, default, "{}"u8.ToArray()), default, attempts: 1));
            await transaction.CommitAsync(default);
        }

        var parked = (await store.Messages.FindAsync("m1", default))!;
        Assert.Equal((MessageState.Rejected, 1, "[1]"), (rejected.State, rejected.Attempts, Encoding.UTF8.GetString(rejected.Issues.Span)));
        Assert.Equal((MessageState.Received, "[1]"), (replayed.State, Encoding.UTF8.GetString(replayed.Issues.Span)));
        Assert.Equal((MessageState.Parked, 2, true, "{}"), (parked.State, parked.Attempts, parked.Issues.IsEmpty, Encoding.UTF8.GetString(parked.Result.Span)));
        Assert.True(parked.StateChanged > parked.Received);
        Assert.False(await store.Messages.FinishAsync("m2", new MessageOutcome(MessageState.Rejected, default, default), default));
        Assert.Null(await store.Messages.ReplayAsync("m2", default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Messages.FinishAsync("m1", new MessageOutcome(MessageState.Received, default, default), default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Messages_are_listed_newest_first_by_partner_and_state(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 1; number <= 4; number++)
        {
            var partner = number == 2 ? "clinic" : "nhis";
            await store.Messages.ReceiveAsync(new NewMessage($"m{number}", partner, "text/csv", $"{number}.csv", Encoding.UTF8.GetBytes($"{number}")), default);
        }

        await store.Messages.FinishAsync("m3", new MessageOutcome(MessageState.Rejected, default, default), default);

        async Task<string> IdsAsync(MessageQuery query) => string.Join(' ', (await store.Messages.ListAsync(query, default)).Select(message => message.Id));
        Assert.Equal("m4 m3 m2 m1", await IdsAsync(new MessageQuery()));
        Assert.Equal("m4 m1", await IdsAsync(new MessageQuery { Partner = "nhis", State = MessageState.Received }));
        Assert.Equal("m2 m1", await IdsAsync(new MessageQuery { BeforeId = "m3", Count = 2 }));
    }

    private static NewMessage Message(string id) => new(id, "dementia", "text/csv; charset=cp949", null, Original);
}
