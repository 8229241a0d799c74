using CareExchange.Storage.Audit;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Audit;

public sealed class AuditStoreTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Entries_are_chained_in_commit_order_without_gaps_also_when_many_write_at_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => AppendAsync(store, $"a{number}", $"b{number}"))));

        var entries = await store.Audits.QueryAsync(new AuditQuery(), default);
        Assert.Equal(40, entries.Count);
        foreach (var chain in entries.GroupBy(entry => entry.Shard))
        {
            AuditEntry[] links = [.. chain.OrderBy(entry => entry.Sequence)];
            Assert.Equal(Enumerable.Range(1, links.Length).Select(number => (long)number), links.Select(entry => entry.Sequence));
            Assert.Equal(AuditChain.OriginOf(chain.Key), links[0].PreviousHash);
            Assert.All(links.Zip(links.Skip(1)), pair => Assert.Equal(pair.First.Hash, pair.Second.PreviousHash));
        }

        Assert.Equal(kind == DatabaseKind.Postgres, entries.Any(entry => entry.Shard > 0));
        var verified = await store.Audits.VerifyAsync(default);
        Assert.Equal((40L, null, null), (verified.Entries, verified.BrokenAt, verified.BrokenShard));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Many_records_appended_at_once_share_commits_and_each_stands_when_its_own_call_returns(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            await store.Resources.AppendAuditAsync([Row(store, $"a{number}")], default);
            Assert.Contains(await store.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default), entry => entry.Row.Id == $"a{number}");
        })));

        Assert.Equal((100L, null), (await store.Audits.VerifyAsync(default)) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Several_kinds_of_records_are_one_list_in_the_order_of_time_page_by_page(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        string[] actions = ["read", "review", "search-type", "ledger-read"];
        for (var number = 0; number < 40; number++)
        {
            var row = Row(store, $"a{number:00}") with { Action = actions[number % 4], Outcome = number % 5 == 0 ? "deny" : "permit", Recorded = store.Clock.GetUtcNow().AddSeconds(number) };
            await store.Resources.AppendAuditAsync([row], default);
        }

        foreach (var oldestFirst in (bool[])[false, true])
        {
            foreach (var outcome in (string?[])[null, "deny"])
            {
                var asked = new AuditQuery { Actions = ["review", "ledger-read", "read"], Outcome = outcome, OldestFirst = oldestFirst, Count = 4 };
                var found = new List<AuditEntry>();
                for (IReadOnlyList<AuditEntry> page = await store.Audits.QueryAsync(asked, default); page.Count > 0; page = await store.Audits.QueryAsync(asked with { Before = found[^1].Position }, default)) found.AddRange(page);

                var expected = Enumerable.Range(0, 40).Where(number => number % 4 != 2 && (outcome is null || number % 5 == 0)).Select(number => $"a{number:00}").ToArray();
                Assert.Equal(oldestFirst ? expected : expected.Reverse(), found.Select(entry => entry.Row.Id));
                Assert.Equal(expected.Length, await store.Audits.CountAsync(asked, default));
            }
        }
    }

    [Fact]
    public async Task A_chain_that_was_written_before_there_were_several_still_holds()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var row = Row(store, "a1") with { Recorded = store.Clock.GetUtcNow() };

        // The formula of the first releases, by hand: SHA-256 over length and bytes of each field.
        Assert.Equal(OldHash(AuditChain.Origin, 1, row), AuditChain.Hash(AuditChain.OriginOf(0), 1, row));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_row_moved_into_another_chain_or_a_chain_nobody_wrote_is_found(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 40; number++) await AppendAsync(store, $"a{number}");

        await store.TamperAsync("UPDATE audit SET shard = 77 WHERE shard = (SELECT max(shard) FROM audit)");

        Assert.Equal(77, (await store.Audits.VerifyAsync(default)).BrokenShard);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_of_entries_follow_each_other_without_gap_or_repetition_also_within_one_moment(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 23; number++) await AppendAsync(store, $"a{number}");

        var seen = new List<string>();
        AuditPosition? before = null;
        while (await store.Audits.QueryAsync(new AuditQuery { Agent = "nurse", Count = 5, Before = before }, default) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(entry => entry.Row.Id));
            before = AuditPosition.Parse(page[^1].Position.ToString());
        }

        Assert.Equal(23, seen.Count);
        Assert.Equal(23, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("UPDATE audit SET agent = 'somebody-else' WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit SET organization = '' WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET sequence = 9 WHERE sequence = 5", 5)]
    [InlineData("UPDATE audit SET recorded = recorded + 1 WHERE sequence = 1", 1)]
    public async Task Whatever_is_changed_behind_the_trail_is_found(string tampering, long brokenAt)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await AppendAsync(store, "a1", "a2", "a3", "a4", "a5");

        await store.TamperAsync(tampering);

        Assert.Equal(brokenAt, (await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Entries_are_found_by_person_agent_and_time_newest_first(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var start = store.Clock.GetUtcNow();
        for (var number = 1; number <= 4; number++)
        {
            await AppendAsync(store, $"a{number}");
            store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        async Task<string> IdsAsync(AuditQuery query) => string.Join(' ', (await store.Audits.QueryAsync(query, default)).Select(entry => entry.Row.Id));
        Assert.Equal("a4 a2", await IdsAsync(new AuditQuery { Person = "p0" }));
        Assert.Equal("a4 a3 a2 a1", await IdsAsync(new AuditQuery { Agent = "nurse" }));
        Assert.Equal("", await IdsAsync(new AuditQuery { Agent = "nobody" }));
        Assert.Equal("a3 a2", await IdsAsync(new AuditQuery { From = start.AddMinutes(1), Until = start.AddMinutes(3) }));
        var third = (await store.Audits.QueryAsync(new AuditQuery(), default))[1];
        Assert.Equal("a2 a1", await IdsAsync(new AuditQuery { Before = third.Position }));
        Assert.Equal("a4", await IdsAsync(new AuditQuery { Count = 1 }));
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await AppendAsync(store, "a1");

        var row = Assert.Single(await store.Audits.QueryAsync(new AuditQuery(), default)).Row;

        Assert.Equal(Row(store, "a1") with { Json = row.Json }, row);
        Assert.Equal("""{"resourceType":"AuditEvent"}"""u8, row.Json.Span);
    }

    private static async Task AppendAsync(TestStore store, params string[] ids)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        foreach (var id in ids) await transaction.AppendAuditAsync(Row(store, id), default);
        await transaction.CommitAsync(default);
    }

    private static string OldHash(string previous, long sequence, AuditRow row)
    {
        using var stream = new MemoryStream();
        void Number(long number) => stream.Write(BitConverter.GetBytes(number).Reverse().ToArray());
        void Bytes(ReadOnlySpan<byte> bytes)
        {
            Number(bytes.Length);
            stream.Write(bytes);
        }

        void Text(string? text)
        {
            if (text is null) Number(-1);
            else Bytes(System.Text.Encoding.UTF8.GetBytes(text));
        }

        Text(previous);
        Number(sequence);
        Text(row.Id);
        Number((row.Recorded.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);
        Text(row.Action);
        Text(row.Outcome);
        Text(row.Agent);
        Text(row.Organization);
        Text(row.Person);
        Bytes(row.Json.Span);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream.ToArray()));
    }

    private static AuditRow Row(TestStore store, string id) =>
        new(id, store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p" + (int.Parse(id[1..], null) % 2), """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
