namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Tells the processes on one folder apart: whoever has the database open shares a lock, whoever keeps acknowledged writes in a log of its own has it alone.</summary>
/// <remarks>Nobody else may read while something acknowledged stands in the log only. Locks are the operating system's: those of a killed process are gone. Where they do not work
/// (some network drives), nobody is ever alone. In the hands of one thread at a time.</remarks>
/// <param name="folder">The folder.</param>
/// <param name="patience">How long the other one is waited for.</param>
internal sealed class WriteLogLock(string folder, TimeSpan patience) : IDisposable
{
    private const string FileName = "careexchange-writes.lock";
    private const string WishName = "careexchange-writes.wanted";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly string _path = Path.Combine(folder, FileName);
    private readonly string _wish = Path.Combine(folder, WishName);
    private FileStream? _held;
    private bool? _works;

    /// <summary>True where nobody else has the database open.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>True where neither is held: somebody else may acknowledge what only they know.</summary>
    public bool IsOut => _held is null;

    /// <summary>True where somebody waits for the lock that is held alone.</summary>
    public bool IsWanted => File.Exists(_wish);

    /// <summary>Takes the lock alone, if nobody else has it; what was held is let go first, and taken again by <see cref="TryShare"/>.</summary>
    public bool TryAlone()
    {
        Release();
        if (TryOpen(FileAccess.ReadWrite, FileShare.None) is not { } held) return false;
        _held = held;
        _works ??= TryOpen(FileAccess.Read, FileShare.Read) is not { } other || Close(other);
        if (_works == false)
        {
            Release();
            return false;
        }

        // A wish that stands now is that of somebody who has gone.
        Try(() => File.Delete(_wish));
        return IsAlone = true;
    }

    /// <summary>Takes the lock together with others; false where somebody has it alone, who is told that it is wanted.</summary>
    public bool TryShare()
    {
        Release();
        _held = TryOpen(FileAccess.Read, FileShare.Read);
        if (_held is null) Try(() => File.WriteAllBytes(_wish, []));
        return _held is not null;
    }

    /// <summary>Waits until the lock is shared.</summary>
    /// <exception cref="TimeoutException">Somebody does not let go.</exception>
    public async Task ShareAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; !TryShare(); waited += Pause)
        {
            if (waited > patience) throw new TimeoutException("Another process keeps the database to itself.");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public void Dispose() => Release();

    // Where a wish cannot be made or taken away, whoever waits does so until nothing is pending.
    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception problem) when (IsRefused(problem))
        {
            return;
        }
    }

    private static bool IsRefused(Exception problem) => problem is IOException or UnauthorizedAccessException;

    private static bool Close(FileStream other)
    {
        other.Dispose();
        return false;
    }

    private void Release()
    {
        _held?.Dispose();
        (_held, IsAlone) = (null, false);
    }

    private FileStream? TryOpen(FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(_path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (Exception problem) when (IsRefused(problem))
        {
            return null;
        }
    }
}
