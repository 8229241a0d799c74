using System.Text;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class ClosureStoreTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_table_is_its_owners_and_changes_by_one_at_a_time(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var closures = new ClosureStore(store.Database);

        Assert.Null(await closures.ReadAsync("a", "t", default));
        await closures.ChangeAsync("a", "t", standing => standing, default);
        Assert.Null(await closures.ReadAsync("a", "t", default));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => closures.ChangeAsync("a", "t", standing => [.. standing ?? [], (byte)'x'], default)));
        await closures.ChangeAsync("b", "t", _ => "y"u8.ToArray(), default);
        await closures.ChangeAsync("a", "t", _ => null, default);

        Assert.Equal(new string('x', 16), Encoding.UTF8.GetString((await closures.ReadAsync("a", "t", default))!));
        Assert.Equal("y", Encoding.UTF8.GetString((await closures.ReadAsync("b", "t", default))!));
    }
}
