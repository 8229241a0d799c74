using System.Text;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Jobs;

public sealed class JobStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly string[] Export = ["export"];

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_taken_job_is_nobody_elses_until_its_lease_ends(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var jobs = new JobStore(store.Database);
        Assert.True(await jobs.CreateAsync(new("a", "export", "nurse", "from 0"u8.ToArray()), default));
        Assert.False(await jobs.CreateAsync(new("a", "export", "other", "again"u8.ToArray()), default));
        Assert.True(await jobs.CreateAsync(new("b", "import", "nurse", default), default));

        var first = Assert.Single(await jobs.TakeAsync(Export, 10, Minute, default));
        Assert.Empty(await jobs.TakeAsync(Export, 10, Minute, default));
        Assert.True(await jobs.SaveAsync(first, "from 7"u8.ToArray(), "7 of 9", [], Minute, default));
        store.Clock.Advance(2 * Minute);
        var second = Assert.Single(await jobs.TakeAsync(Export, 10, Minute, default));

        Assert.Equal(("from 7", "7 of 9", 1), (Encoding.UTF8.GetString(second.Job.State.Span), second.Job.Progress, second.Job.Attempts));
        Assert.False(await jobs.RenewAsync(first, Minute, default));
        Assert.False(await jobs.SaveAsync(first, default, "stale", [new("out", "x"u8.ToArray())], Minute, default));
        Assert.True(await jobs.RenewAsync(second, 3 * Minute, default));
        store.Clock.Advance(2 * Minute);
        Assert.Empty(await jobs.TakeAsync(Export, 10, Minute, default));
        Assert.True(await jobs.FinishAsync(second, "done"u8.ToArray(), "9 of 9", [], Minute, default));
        Assert.False(await jobs.FailAsync(second, default, "", Minute, default));
        Assert.Equal(0, await store.CountAsync("job_part"));
        var found = await jobs.FindAsync("a", "nurse", default);
        Assert.Equal((JobStatus.Done, "done", 0), (found!.Status, Encoding.UTF8.GetString(found.Outcome.Span), found.State.Length));
    }

    [Fact]
    public async Task On_SQLite_nobody_waits_for_a_runner_whose_process_is_gone()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var before = new JobStore(store.Database);
        foreach (var id in (string[])["gone", "here"]) await before.CreateAsync(new(id, "export", "nurse", default), default);
        Assert.Equal(2, (await before.TakeAsync(["export"], 2, Minute, default)).Count);
        await using (var session = await store.Database.WriteAsync(default))
        {
            // A process of another time: its id may be somebody else's by now.
            await session.ExecuteAsync([new("UPDATE job SET token = $1 WHERE id = 'gone'", $"{Environment.ProcessId}.1.x")], default);
            await session.CommitAsync(default);
        }

        Assert.Equal("gone", Assert.Single(await new JobStore(store.Database).TakeAsync(["export"], 2, Minute, default)).Job.Id);
        Assert.Empty(await new JobStore(store.Database).TakeAsync(["export"], 2, Minute, default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Many_runners_at_once_take_every_job_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var jobs = new JobStore(store.Database);
        for (var number = 0; number < 40; number++) await jobs.CreateAsync(new($"j{number:00}", "export", "nurse", default), default);

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => jobs.TakeAsync(Export, 5, Minute, default))));

        var ids = taken.SelectMany(leases => leases).Select(lease => lease.Job.Id).ToArray();
        Assert.Equal((40, 40), (ids.Length, ids.Distinct().Count()));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_a_job_makes_is_saved_with_its_state_and_read_by_its_owner_only(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var jobs = new JobStore(store.Database);
        await jobs.CreateAsync(new("a", "export", "nurse", default), default);
        var lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));

        await jobs.SaveAsync(lease, "1"u8.ToArray(), "", [new("Patient", "가온\n"u8.ToArray()), new("Goal", "walk\n"u8.ToArray()), new("Patient", "나래\n"u8.ToArray())], Minute, default);
        await jobs.FinishAsync(lease, default, "", [new("Patient", "다솜\n"u8.ToArray())], Minute, default);

        Assert.Equal("가온\n나래\n다솜\n", await TextAsync(jobs, "nurse"));
        Assert.Equal("", await TextAsync(jobs, "officer"));
        Assert.Equal([new("Goal", 5), new("Patient", 21)], await jobs.ListPartsAsync("a", "nurse", default));
        Assert.Empty(await jobs.ListPartsAsync("a", "officer", default));
        Assert.Null(await jobs.FindAsync("a", "officer", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_cancelled_job_is_lost_to_its_runner_and_leaves_nothing(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var jobs = new JobStore(store.Database);
        await jobs.CreateAsync(new("a", "export", "nurse", "x"u8.ToArray()), default);
        var lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));
        await jobs.SaveAsync(lease, "1"u8.ToArray(), "", [new("Patient", "x"u8.ToArray())], Minute, default);

        Assert.False(await jobs.CancelAsync("a", "officer", Minute, default));
        Assert.True(await jobs.CancelAsync("a", "nurse", Minute, default));
        Assert.False(await jobs.CancelAsync("a", "nurse", Minute, default));

        Assert.False(await jobs.RenewAsync(lease, Minute, default));
        Assert.False(await jobs.FinishAsync(lease, default, "", [], Minute, default));
        Assert.Equal(0, await store.CountAsync("job_part"));
        Assert.Equal(JobStatus.Cancelled, (await jobs.FindAsync("a", "nurse", default))!.Status);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_job_waits_for_its_time_counts_its_tries_and_expires(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var jobs = new JobStore(store.Database);
        await jobs.CreateAsync(new("a", "export", "nurse", default) { NotBefore = store.Clock.GetUtcNow() + Minute }, default);
        Assert.Empty(await jobs.TakeAsync(Export, 1, Minute, default));
        store.Clock.Advance(Minute);

        var lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));
        Assert.True(await jobs.ReleaseAsync(lease, null, default));
        lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));
        Assert.Equal(1, lease.Job.Attempts);
        Assert.True(await jobs.RetryAsync(lease, store.Clock.GetUtcNow() + Minute, default));
        Assert.Empty(await jobs.TakeAsync(Export, 1, Minute, default));
        store.Clock.Advance(Minute);
        lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));
        Assert.Equal(2, lease.Job.Attempts);
        await jobs.FinishAsync(lease, default, "", [new("out", "x"u8.ToArray())], Minute, default);

        Assert.Equal(0, await jobs.ExpireAsync(default));
        store.Clock.Advance(2 * Minute);
        Assert.Equal(1, await jobs.ExpireAsync(default));
        Assert.Equal((0, 0), (await store.CountAsync("job"), await store.CountAsync("job_part")));
    }

    [Fact]
    public async Task Nothing_that_a_job_keeps_stands_in_the_files_in_the_clear()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var jobs = new JobStore(store.Database);
        await jobs.CreateAsync(new("a", "export", "nurse", "state-of-gaon"u8.ToArray()), default);
        var lease = Assert.Single(await jobs.TakeAsync(Export, 1, Minute, default));
        await jobs.FinishAsync(lease, "outcome-of-gaon"u8.ToArray(), "", [new("out", "part-of-gaon"u8.ToArray())], Minute, default);

        foreach (var path in Directory.GetFiles(store.DataFolder!))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, default);
            Assert.False(bytes.AsSpan().IndexOf("of-gaon"u8) >= 0, path);
        }
    }

    private static async Task<string> TextAsync(JobStore jobs, string owner)
    {
        var text = new StringBuilder();
        await foreach (var part in jobs.ReadPartsAsync("a", owner, "Patient", default)) text.Append(Encoding.UTF8.GetString(part.Content.Span));
        return text.ToString();
    }
}
