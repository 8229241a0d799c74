using System.Diagnostics;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Knows of a moment since which nothing was written, by whichever gateway, so that what was read in it need not be read again. Thread-safe.</summary>
/// <remarks>
/// Whatever changes resources takes a number in its transaction and holds a lock from before that to its end (<c>count_write</c>, a trigger). The number is no part of the transaction: everybody sees it at once.
/// So where nobody holds the lock every write up to the last number has ended, and where the number is still the same no other has begun its end. The former is asked once to learn of a moment, the latter by every
/// round trip that answers from it (<see cref="Last"/>): what another node commits is seen as early as by a read.
/// </remarks>
internal sealed class PostgresMoments
{
    /// <summary>An expression: the number of the last write, whether it has ended or not.</summary>
    public const string Last = "(SELECT last_value FROM write_number)";

    /// <summary>Asks for it.</summary>
    public static readonly Statement Number = new("SELECT last_value FROM write_number");

    // The row is read before the lock is tried: a number that is too old proves nothing, and one that is too new cannot be had.
    private const string Ended = "SELECT last_value FROM write_number WHERE pg_try_advisory_xact_lock($1)";

    // Where writes follow each other as closely as this, nothing kept would be asked for in time.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly AsyncLocal<PresumedMoment?> _presumed = new();
    private volatile Seen _seen = new(-1, 0, null);
    private long _epochs;
    private int _isLearning;

    /// <summary>The lock that writes hold, as the migration spells it.</summary>
    public const long Lock = 0x6361_7265_7772_6974;

    /// <summary>The moment that the caller answers from; null for who reads everything.</summary>
    public PresumedMoment? Presumed => _presumed.Value;

    /// <summary>Lets the caller, and whatever it awaits, be answered from the moment that is known; null, and everything is read, where none is.</summary>
    public PresumedMoment? Presume()
    {
        var moment = _seen.Moment;
        if (moment is not null || _presumed.Value is not null) _presumed.Value = moment;
        return moment;
    }

    /// <summary>The caller reads everything from here on.</summary>
    public void Renounce() => _presumed.Value = null;

    /// <summary>Takes down the number of the last write.</summary>
    /// <returns>True where it pays to learn whether all of them have ended.</returns>
    public bool See(long written)
    {
        var seen = _seen;
        if (seen.Written == written) return seen.Moment is null && Stopwatch.GetElapsedTime(seen.Since) >= Quiet;
        _seen = new(written, Stopwatch.GetTimestamp(), null);
        return false;
    }

    /// <summary>Asks whether all writes have ended; one asks at a time.</summary>
    public async Task LearnAsync(PostgresReads reads)
    {
        if (Interlocked.Exchange(ref _isLearning, 1) == 1) return;
        try
        {
            var seen = _seen;
            var ended = await reads.ListAsync(new Statement(Ended, Lock), static row => row.GetInt64(0), isBrief: false, isFirst: true, CancellationToken.None);
            if (ended is not [var written]) return;

            // Somebody may have seen another number meanwhile, or forgotten all.
            var learned = new Seen(written, seen.Since, new(new(Interlocked.Increment(ref _epochs), seen.Since), written));
            if (written == seen.Written) Interlocked.CompareExchange(ref _seen, learned, seen);
        }
        finally
        {
            Volatile.Write(ref _isLearning, 0);
        }
    }

    /// <summary>Called where connections were lost: behind them may stand another database, or one that was set back.</summary>
    public void Forget() => _seen = new(-1, 0, null);

    private sealed record Seen(long Written, long Since, PresumedMoment? Moment);
}
