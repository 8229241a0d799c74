namespace CareExchange.Storage.Database.Sqlite;

/// <summary>When what was told ahead is committed. One adds at a time, any number ask.</summary>
/// <remarks>A larger transaction costs less for each change: a page that many of them touch is written once. But who reads what is pending waits for all of it.</remarks>
internal sealed class AheadSchedule
{
    /// <summary>So many bytes of log may be pending; beyond it whoever writes waits for the commit.</summary>
    public const long MostPending = 4 * UnreadLength;

    // What has to be done again after a kill, and how long somebody who reads may have to wait for the commit.
    private const long ReadLength = 4 * 1024 * 1024;
    private static readonly TimeSpan ReadAge = TimeSpan.FromMilliseconds(100);

    // The same where nobody has asked for what was pending for a while.
    private const long UnreadLength = 8 * 1024 * 1024;
    private static readonly TimeSpan UnreadAge = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Unread = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(20);
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _begun;
    private long _last;
    private long _asked;
    private long _length;

    /// <summary>True where nobody has written for a while.</summary>
    public bool IsIdle => Since(ref _last) > Idle;

    /// <summary>True where the transaction has grown, or grown old.</summary>
    public bool IsDue
    {
        get
        {
            var length = Volatile.Read(ref _length);
            if (length == 0) return false;
            return Since(ref _asked) > Unread ? length >= UnreadLength || Since(ref _begun) >= UnreadAge : length >= ReadLength || Since(ref _begun) >= ReadAge;
        }
    }

    /// <summary>Nothing is pending yet.</summary>
    public void Begin()
    {
        Volatile.Write(ref _length, 0);
        Volatile.Write(ref _last, _clock.GetTimestamp());
        Ask();
    }

    /// <summary>Something was told.</summary>
    /// <param name="length">The bytes of log of its transaction.</param>
    /// <param name="isFirst">True where it is the first of it.</param>
    public void Add(long length, bool isFirst)
    {
        var now = _clock.GetTimestamp();
        if (isFirst) Volatile.Write(ref _begun, now);
        Volatile.Write(ref _last, now);
        Volatile.Write(ref _length, length);
    }

    /// <summary>The next transaction gathers, and has nothing yet.</summary>
    public void Next() => Volatile.Write(ref _length, 0);

    /// <summary>Somebody waits for what is pending.</summary>
    public void Ask() => Volatile.Write(ref _asked, _clock.GetTimestamp());

    private TimeSpan Since(ref long moment) => _clock.GetElapsedTime(Volatile.Read(ref moment));
}
