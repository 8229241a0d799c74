using System.Text;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Loading;

public sealed class LoadStoreTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Progress_and_errors_stand_exactly_as_far_as_the_commits_do(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var loads = new LoadStore(store.Database);
        Assert.Null(await loads.ReadAsync("l1", default));

        await SaveAsync("one", "first\n", commit: true);
        await SaveAsync("two", "", commit: true);
        await SaveAsync("three", "second\n", commit: true);
        await SaveAsync("four", "lost\n", commit: false);

        Assert.Equal("three", Encoding.UTF8.GetString((await loads.ReadAsync("l1", default))!.Value.Span));
        var errors = new StringBuilder();
        await foreach (var lines in loads.ReadErrorsAsync("l1", default)) errors.Append(Encoding.UTF8.GetString(lines.Span));
        Assert.Equal("first\nsecond\n", errors.ToString());

        await loads.RemoveAsync("l1", default);
        Assert.Null(await loads.ReadAsync("l1", default));
        Assert.Equal(0, await store.CountAsync("load_error"));

        async Task SaveAsync(string state, string lines, bool commit)
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            await loads.SaveAsync(transaction, "l1", Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(lines), default);
            if (commit) await transaction.CommitAsync(default);
        }
    }
}
