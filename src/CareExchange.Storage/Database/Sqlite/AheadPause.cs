namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Until when nothing is told ahead. Thread-safe.</summary>
internal sealed class AheadPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = TimeProvider.System;
    private TimeSpan _next = First;
    private long _end;

    /// <summary>True until it has ended.</summary>
    public bool IsOn => _clock.GetTimestamp() < Volatile.Read(ref _end);

    /// <summary>From now on for so long.</summary>
    public void Begin(TimeSpan length) => Volatile.Write(ref _end, _clock.GetTimestamp() + (long)(length.TotalSeconds * _clock.TimestampFrequency));

    /// <summary>Something failed: a second.</summary>
    public void BeginLong() => Begin(First);

    /// <summary>Somebody else has the database open: each time twice as long, up to half a minute.</summary>
    public void BeginLonger()
    {
        Begin(_next);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }

    /// <summary>Nobody else has it open any more.</summary>
    public void Reset() => _next = First;
}
