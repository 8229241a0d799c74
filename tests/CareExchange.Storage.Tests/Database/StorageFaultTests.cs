using CareExchange.Storage.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CareExchange.Storage.Tests.Database;

public sealed class StorageFaultTests
{
    [Theory]
    [InlineData(13, true)] // full
    [InlineData(5, true)] // busy
    [InlineData(8, true)] // read-only
    [InlineData(10, true)] // input or output
    [InlineData(1, false)] // wrong SQL
    [InlineData(19, false)] // a constraint
    public void What_passes_by_itself_on_SQLite_is_told_from_what_does_not(int code, bool isUnavailable) =>
        Assert.Equal(isUnavailable, StorageFault.IsUnavailable(new InvalidOperationException("outer", new SqliteException("x", code))));

    [Theory]
    [InlineData("53100", true)] // disk full
    [InlineData("57P01", true)] // the server is being stopped
    [InlineData("57P03", true)] // the server is starting
    [InlineData("25006", true)] // read-only
    [InlineData("08006", true)] // the connection failed
    [InlineData("42P01", false)] // no such table
    [InlineData("23505", false)] // a constraint
    public void What_passes_by_itself_on_PostgreSQL_is_told_from_what_does_not(string state, bool isUnavailable) =>
        Assert.Equal(isUnavailable, StorageFault.IsUnavailable(new PostgresException("x", "FATAL", "FATAL", state)));

    [Fact]
    public void A_connection_that_breaks_and_a_writer_that_never_comes_pass_by_themselves()
    {
        Assert.True(StorageFault.IsUnavailable(new NpgsqlException("x", new IOException())));
        Assert.True(StorageFault.IsUnavailable(new TimeoutException()));
        Assert.False(StorageFault.IsUnavailable(new InvalidOperationException()));
    }

    [Fact]
    public void A_problem_is_named_as_the_database_names_it_however_deep_it_stands()
    {
        Assert.Equal("57P01", StorageFault.CodeOf(new InvalidOperationException("outer", new PostgresException("x", "FATAL", "FATAL", "57P01"))));
        Assert.Equal("778", StorageFault.CodeOf(new InvalidOperationException("outer", new SqliteException("x", 10, 778))));
        Assert.Null(StorageFault.CodeOf(new NpgsqlException("x", new IOException())));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_database_that_writes_is_ready(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        using var probe = new StorageProbe(store.Database);

        Assert.True(await probe.IsReadyAsync(default));
        Assert.True(await probe.IsReadyAsync(default));
    }
}
