using System.Globalization;
using System.Text;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Records stand until their transaction is given up, and their room is used again.</summary>
public sealed class AheadRoomTests
{
    private const int Large = 700 * 1024;

    [Fact]
    public void What_belongs_to_a_transaction_stands_until_it_is_given_up()
    {
        var room = new AheadRoom();
        var gone = room.Copy(1, Record(9));
        var kept = Enumerable.Range(0, 4).Select(number => room.Copy(2, Record(number))).ToArray();
        room.Free(1);
        foreach (var number in Enumerable.Range(10, 4)) room.Copy(3, Record(number));

        Assert.Equal(Enumerable.Range(0, 4).Select(Record), kept.Select(record => record.ToArray()));
        Assert.NotEqual(Record(9), gone.ToArray());
    }

    [Fact]
    public void Room_that_was_given_up_serves_the_next()
    {
        var room = new AheadRoom();
        var first = room.Copy(1, Record(0)).Array;
        room.Free(1);

        Assert.Same(first, room.Copy(2, Record(1)).Array);
        Assert.NotSame(first, room.Copy(3, Record(2)).Array);
    }

    [Fact]
    public void A_record_longer_than_any_room_has_its_own()
    {
        var room = new AheadRoom();
        var record = new byte[3_000_000];
        record[^1] = 7;

        Assert.Equal(record, room.Copy(1, record).ToArray());
    }

    private static byte[] Record(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadLeft(Large));
}
