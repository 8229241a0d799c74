using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Tests.Database.Sqlite;

public sealed class TextSetTests
{
    private static readonly string[] Texts = ["", "a", "ab", "abc", "b", "B", "가", "가온", "ㄱ", "😀", "p1", "p10", "p2", "p1"];

    [Fact]
    public void A_text_is_found_where_it_is_one_of_them_and_nowhere_else()
    {
        string[] others = ["A", "abcd", "aa", "가오", "온", "p", "p11", "p100", " "];

        Assert.All(Texts, text => Assert.True(Contains(Texts, text)));
        Assert.All(others, text => Assert.False(Contains(Texts, text)));
        Assert.False(Contains([], ""));
        Assert.True(Contains([""], ""));
        Assert.Null(TextSet.Find(0));
    }

    [Fact]
    public void Of_ten_thousand_each_is_found()
    {
        var random = new Random(7);
        string[] all = [.. Enumerable.Range(0, 20_000).Select(_ => new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()).ToString())];
        string[] listed = [.. all.Where((_, place) => place % 2 == 0)];

        Assert.Equal(all.Select((_, place) => place % 2 == 0), all.Select(text => Contains(listed, text)));
    }

    [Fact]
    public void A_list_made_of_another_has_what_it_says_and_shares_the_rest()
    {
        var random = new Random(11);
        var (names, expected) = (NameList.Empty, new HashSet<string>(StringComparer.Ordinal));
        for (var round = 0; round < 300; round++)
        {
            string[] added = [.. Enumerable.Range(0, random.Next(round == 0 ? 900 : 12)).Select(_ => $"p{random.Next(1200)}")];
            string[] removed = [.. Enumerable.Range(0, random.Next(12)).Select(_ => $"p{random.Next(1200)}")];
            names = names.With(added, removed);
            expected.ExceptWith(removed);
            expected.UnionWith(added);

            Assert.Equal(expected.Count, names.Count);
            Assert.True(expected.SetEquals(names));
            if (round % 20 != 0) continue;
            Assert.All(Enumerable.Range(0, 1200).Select(number => $"p{number}"), name => Assert.Equal((expected.Contains(name), expected.Contains(name)), (names.Contains(name), Contains(names, name))));
        }
    }

    [Fact]
    public void SQLite_asks_it_of_each_row_and_finds_nothing_of_what_is_no_text()
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteFunctions.Register(connection.Handle!);
        var texts = TextSet.Of(Texts);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT one_of('가온', $1), one_of('온', $1), one_of(NULL, $1), one_of('', $1), one_of(x'ea', $1)";
        command.Parameters.AddWithValue("$1", texts.Number);
        using var row = command.ExecuteReader();

        Assert.True(row.Read());
        Assert.Equal([1, 0, 0, 1, 0], Enumerable.Range(0, 5).Select(row.GetInt64));
        GC.KeepAlive(texts);
    }

    [Theory] // A list that is gone must not open what is only closed to those on it.
    [InlineData("one_of('가온', $1)")]
    [InlineData("NOT one_of('가온', $1)")]
    [InlineData("one_of(NULL, $1)")]
    [InlineData("NOT one_of(NULL, $1)")]
    public void A_number_without_a_set_shows_nothing_either_way(string condition)
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteFunctions.Register(connection.Handle!);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM (SELECT 1) WHERE {condition}";
        var number = command.Parameters.AddWithValue("$1", 0);

        Assert.All((object[])[0L, -1L, long.MaxValue, "none", DBNull.Value], unknown =>
        {
            number.Value = unknown;
            Assert.Equal(0L, command.ExecuteScalar());
        });
    }

    private static bool Contains(IReadOnlyList<string> texts, string text) => TextSet.Of(texts).Contains(Encoding.UTF8.GetBytes(text));
}
