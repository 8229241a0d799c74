using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Database;

public sealed class OrderedRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_come_into_the_order_of_their_table_however_long_their_texts_are_alike(int seed)
    {
        var random = new Random(seed);
        string[] beginnings = ["", "a", "http://x", "exactly-twenty-bytes", "a beginning longer than what is compared as numbers/"];
        var rows = new List<PackedRow>();
        for (var number = 0; number < 2_000; number++) rows.Add(Row(random.Next(-2, 3), beginnings[random.Next(beginnings.Length)] + random.Next(40), number));
        var expected = rows.Select(Read).OrderBy(row => row.Parameter).ThenBy(row => Convert.ToHexString(Encoding.UTF8.GetBytes(row.Text)), StringComparer.Ordinal).ThenBy(row => row.Number).ToArray();

        OrderedRow.Sort(rows, []);

        Assert.Equal(expected, rows.Select(Read));
    }

    private static PackedRow Row(int parameter, string text, long number)
    {
        var rows = new IndexRows();
        rows.Uri(parameter, text);
        return rows.All.Single().Of(number);
    }

    private static (int Parameter, string Text, long Number) Read(PackedRow row)
    {
        var reader = new PackedReader(row.Bytes);
        return (reader.Integer(), Encoding.UTF8.GetString(reader.Text()), row.Number);
    }
}
