using System.Security.Cryptography;
using System.Globalization;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>What is acknowledged before the transaction that holds it is committed: it stands in a log, and whoever reads has it committed first.</summary>
/// <remarks>
/// The database names the transaction to which a log belongs in <c>PRAGMA user_version</c>, which changes with each commit of such a transaction: so a log is applied once, after a kill at
/// whatever moment, and never to a database that was put in the place of the one it was written for. Only while no other process has the database open (<see cref="WriteLogLock"/>).
/// In the hands of whoever has the writer's turn; only <see cref="IsUnsettled"/> is read by everybody.
/// </remarks>
internal sealed class WritesAhead : IDisposable
{
    // What has to be done again after a kill, and how long a reader may have to wait for the commit.
    private const long LargestLength = 8 * 1024 * 1024;
    private static readonly TimeSpan LongestAge = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly WriteLog _log;
    private readonly WriteLogLock _lock;
    private readonly TimeSpan _patience;
    private volatile bool _isUnsettled = true;
    private TimeSpan _pause = FirstPause;
    private long _notBefore;
    private long _since;

    public WritesAhead(StorageOptions options)
    {
        _patience = options.WriterTimeout;
        _lock = new(options.DataFolder);
        _log = new(options.DataFolder, options.Durable);
    }

    /// <summary>What the turn that is under way has changed.</summary>
    public LoggedChanges Changes { get; } = new();

    /// <summary>True where the file does not show everything that was acknowledged.</summary>
    public bool IsUnsettled => _isUnsettled;

    /// <summary>True where acknowledged changes stand in the open transaction.</summary>
    public bool HasPending => _log.Count > 0;

    /// <summary>True where the open transaction with acknowledged changes was undone: they stand in the log only.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>True where it is time to commit.</summary>
    public bool IsDue => HasPending && (_log.Length >= LargestLength || _clock.GetElapsedTime(_since) >= LongestAge);

    /// <summary>Opens the database for this process: first does again what a killed one has acknowledged and not committed.</summary>
    /// <param name="connect">Makes a connection; only called where there may be something to do.</param>
    /// <param name="exists">True where there is a database.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task OpenAsync(Func<SqliteCommands> connect, bool exists, CancellationToken cancellationToken)
    {
        // Whoever shares the lock has looked before: with the lock alone a log may stand, with it shared none does.
        if (_lock.TryAlone())
        {
            if (!_log.IsEmpty && exists)
            {
                await using var commands = connect();
                _log.Begin(NumberOf(commands));
                Apply(commands, int.MaxValue);
            }

            if (!_log.IsEmpty) _log.Clear();
        }

        await _lock.ShareAsync(_patience, cancellationToken);
        _isUnsettled = false;
    }

    /// <summary>Begins to acknowledge ahead, where that is possible now; outside of a transaction.</summary>
    public bool TryBegin(SqliteCommands commands)
    {
        if (_clock.GetTimestamp() < Volatile.Read(ref _notBefore)) return false;
        if (_lock.IsAlone) return true;

        // Between the two locks somebody else may acknowledge what this process does not know.
        _isUnsettled = true;
        if (!_lock.TryAlone())
        {
            Rest(_pause);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _isUnsettled = !_lock.TryShare();
            return false;
        }

        try
        {
            _pause = FirstPause;
            _log.Begin(Renumber(commands));
            _isUnsettled = false;
            return true;
        }
        catch
        {
            GiveWay(FirstPause);
            throw;
        }
    }

    /// <summary>Writes down what the turn has changed; from then on it may be told.</summary>
    /// <exception cref="IOException">It could not be written: only a commit makes it stand.</exception>
    public void Append()
    {
        if (!HasPending) _since = _clock.GetTimestamp();

        // Before the first who is told can ask.
        _isUnsettled = true;
        _log.Append(Changes.Record);
    }

    /// <summary>Called last in a transaction with acknowledged changes: with its commit the log means nothing any more.</summary>
    /// <returns>The number to be given to <see cref="Committed"/>.</returns>
    public static int Renumber(SqliteCommands commands)
    {
        var number = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        commands.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));
        return number;
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed(int number)
    {
        _log.Begin(number);
        IsUndone = false;
        _isUnsettled = _lock.IsOut;
    }

    /// <summary>The transaction was undone, by the disk or by a turn in it: nobody may read before <see cref="Restore"/>.</summary>
    public void Undone()
    {
        IsUndone = HasPending;
        if (!HasPending) _isUnsettled = _lock.IsOut;
    }

    /// <summary>Does again, in a transaction of its own, what was undone.</summary>
    public void Restore(SqliteCommands commands)
    {
        if (IsUndone) Apply(commands, _log.Count);
    }

    /// <summary>Lets other processes in again; nothing is pending.</summary>
    public void GiveWay(TimeSpan pause)
    {
        Rest(pause);
        if (!_lock.IsAlone) return;
        _log.Clear();
        _isUnsettled = true;
        _isUnsettled = !_lock.TryShare();
    }

    /// <summary>Waits until nobody else may acknowledge what this process does not know.</summary>
    /// <exception cref="TimeoutException">Another process does not let go.</exception>
    public async Task RejoinAsync()
    {
        if (!_lock.IsOut) return;
        await _lock.ShareAsync(_patience, CancellationToken.None);
        _isUnsettled = IsUndone;
    }

    /// <summary>True where another process waits to open the database.</summary>
    public bool IsWanted => _lock.IsAlone && _lock.IsWanted;

    /// <summary>Nothing is acknowledged ahead for so long.</summary>
    public void Rest(TimeSpan pause) => Volatile.Write(ref _notBefore, _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency));

    public void Dispose()
    {
        if (_lock.IsAlone && !HasPending) _log.Clear();
        _log.Dispose();
        _lock.Dispose();
    }

    private void Apply(SqliteCommands commands, int limit)
    {
        commands.Execute("BEGIN IMMEDIATE");
        try
        {
            var count = 0;
            foreach (var record in _log.Read(limit))
            {
                LoggedReplay.Run(record, commands);
                count++;
            }

            if (limit != int.MaxValue && count < limit) throw new InvalidDataException("The log of writes lacks what was written to it.");
            var number = Renumber(commands);
            commands.Execute("COMMIT");
            Committed(number);
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(commands.Connection.Handle) == 0) commands.Execute("ROLLBACK");
            throw;
        }
    }

    private static int NumberOf(SqliteCommands commands)
    {
        using var reader = commands.Query(new Statement("PRAGMA user_version"));
        return reader.Read() ? reader.GetInt32(0) : 0;
    }
}
