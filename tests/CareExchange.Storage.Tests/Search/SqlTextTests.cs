using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

public sealed class SqlTextTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_list_is_bound_once_for_each_way_in_which_it_is_asked(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var sql = new SqlText(store.Database.Dialect);
        string[] persons = ["p1", "p2", "p3"];
        var (found, asked) = (sql.OneOf("a", persons), sql.OneOfMany("a", persons));

        Assert.Equal((found, asked), (sql.OneOf("a", persons), sql.OneOfMany("a", persons)));
        await using var session = await store.Database.ReadAsync(default);
        foreach (var (person, isOne) in ((string, int)[])[("p2", 1), ("p4", 0)])
        {
            // One way must not be bound to what the other one asks.
            var count = await session.FirstAsync(sql.ToStatement($"SELECT count(*) FROM (SELECT '{person}' AS a) p WHERE {found} AND {asked}"), row => row.GetInt64(0), default);
            Assert.Equal(isOne, count);
        }
    }

    [Fact]
    public async Task Who_asks_is_bound_once_and_short_lists_are_asked_one_by_one()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var sql = new SqlText(store.Database.Dialect);
        string[] two = ["a", "b"], one = ["clinic"];

        Assert.Equal(["c IN ($1, $2)", "d IN ($1, $2)", "s = $3", "$3"], [sql.OneOfFew("c", two), sql.OneOfFew("d", two), sql.OneOfFew("s", one), sql.BindOnce(one[0])]);
        Assert.Equal(["a", "b", "clinic"], sql.ToStatement("").Values);
    }
}
