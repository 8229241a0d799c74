using System.Text;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>What is read again after a kill is what was written of one transaction, up to what is torn.</summary>
public sealed class WriteLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-log").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(700 * 1024)]
    public void Records_are_read_in_their_order_and_the_room_behind_them_is_no_record(int length)
    {
        using (var log = new WriteLog(_folder, 0, isSynced: true))
        {
            log.Begin(5);
            for (var number = 0; number < 4; number++) log.Append(Record(length, (byte)('a' + number)));
            Assert.True(new FileInfo(Path.Combine(_folder, WriteLog.FileNames[0])).Length >= log.Length);
        }

        using var again = new WriteLog(_folder, 0, isSynced: true);
        again.Begin(5);
        Assert.Equal("abcd", Encoding.ASCII.GetString([.. again.Read(int.MaxValue).Select(record => record[^1])]));
        again.Begin(6);
        Assert.Empty(again.Read(int.MaxValue));
    }

    [Fact]
    public void Records_of_the_transaction_before_do_not_follow_those_of_this_one()
    {
        using var log = new WriteLog(_folder, 1, isSynced: false);
        log.Begin(5);
        for (var number = 0; number < 4; number++) log.Append(Record(100, (byte)('a' + number)));

        log.Begin(7);
        log.Append(Record(100, (byte)'x'));

        Assert.Equal("x", Encoding.ASCII.GetString([.. log.Read(int.MaxValue).Select(record => record[^1])]));
    }

    [Fact]
    public void Cleared_it_gives_the_disk_back_what_stood_there()
    {
        using var log = new WriteLog(_folder, 0, isSynced: true);
        log.Begin(5);
        log.Append(Record(100, 1));

        log.Clear();

        Assert.True(log.IsEmpty);
        log.Begin(5);
        log.Append(Record(100, (byte)'y'));
        Assert.Single(log.Read(int.MaxValue));
    }

    private static byte[] Record(int length, byte value)
    {
        var record = new byte[WriteLog.HeaderLength + length];
        record.AsSpan(WriteLog.HeaderLength).Fill(value);
        return record;
    }
}
