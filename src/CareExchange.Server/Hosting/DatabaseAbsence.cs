using CareExchange.Storage.Database;

namespace CareExchange.Server.Hosting;

/// <summary>Tells the log that the database is away: once as it goes and once when it is back, however many are told to come again meanwhile. A line for each would fill the disk.</summary>
internal sealed partial class DatabaseAbsence(TimeProvider clock, ILogger<DatabaseAbsence> logger)
{
    // So long without another is taken for the end.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(10);
    private int _told;
    private int _isAway;

    /// <summary>True where a problem is that the database is away for now; the log has been told of it then.</summary>
    public bool Explains(Exception problem)
    {
        if (!StorageFault.IsUnavailable(problem)) return false;
        Interlocked.Increment(ref _told);
        if (Interlocked.Exchange(ref _isAway, 1) == 1) return true;
        LogAway(problem.GetType().Name, StorageFault.CodeOf(problem), problem.StackTrace);
        _ = EndAsync();
        return true;
    }

    private async Task EndAsync()
    {
        int told;
        do
        {
            told = Volatile.Read(ref _told);
            await Task.Delay(s_quiet, clock);
        }
        while (told != Volatile.Read(ref _told));
        LogBack(Interlocked.Exchange(ref _told, 0));
        Volatile.Write(ref _isAway, 0);
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(5011, LogLevel.Error, "The database cannot be used: {Kind} {Code}. Requests are told to come again, and work in the background waits. {Stack}")]
    private partial void LogAway(string kind, string? code, string? stack);

    [LoggerMessage(5012, LogLevel.Warning, "The database has been usable for ten seconds; it was missed {Count} times")]
    private partial void LogBack(int count);
}
