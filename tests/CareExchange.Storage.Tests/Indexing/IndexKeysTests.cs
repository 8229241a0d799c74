using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public sealed class IndexKeysTests
{
    [Fact]
    public void Rows_of_the_tables_clustered_by_value_come_back_and_the_others_are_left_out()
    {
        var rows = new IndexRows();
        rows.Token(7, "urn:x", "코드");
        rows.Token(7, null, "");
        rows.Reference(8, "Patient", "p1");
        rows.Uri(9, "http://x");
        rows.String(10, "text");
        rows.Date(11, 1, 2);

        var read = IndexKeys.Read(IndexKeys.Write(rows.All, 42));

        Assert.Equal(rows.All.Where(IndexKeys.Covers), read);
        Assert.Equal(4, read.Count);
        Assert.Empty(IndexKeys.Read([]));
    }

    [Fact]
    public void The_same_row_twice_is_one_row()
    {
        var rows = new IndexRows();
        rows.Token(7, "urn:x", "1");
        rows.Token(7, "urn:x", "1");
        rows.Date(7, 1, 2);
        rows.Date(7, 1, 2);

        Assert.Equal(2, rows.All.Count);
    }
}
