using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Whose turn it is with a file, among the threads of this process and all other processes. Taken and given back by the same thread.</summary>
/// <remarks>The system's lock belongs to the opened file and ends with its process, however that ends.</remarks>
internal sealed class FileTurn(SafeFileHandle file) : IDisposable
{
    private const int Exclusive = 2;
    private const int Unlock = 8;
    private const int Interrupted = 4;

    // Windows keeps others from reading what is locked: a byte where nothing stands.
    private const long Aside = long.MaxValue - 1;
    private readonly Lock _mine = new();
    private readonly FileStream? _stream = OperatingSystem.IsWindows() ? new(file, FileAccess.ReadWrite, bufferSize: 0) : null;

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="IOException">The system does not give it.</exception>
    public void Enter()
    {
        _mine.Enter();
        try
        {
            if (OperatingSystem.IsWindows()) EnterWindows();
            else EnterUnix();
        }
        catch
        {
            _mine.Exit();
            throw;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Leave()
    {
        if (OperatingSystem.IsWindows()) _stream!.Unlock(Aside, 1);
        else _ = Flock(file, Unlock);
        _mine.Exit();
    }

    public void Dispose() => _stream?.Dispose();

    private void EnterUnix()
    {
        while (Flock(file, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted and var error) throw new IOException($"The file cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private void EnterWindows()
    {
        while (true)
        {
            try
            {
                _stream!.Lock(Aside, 1);
                return;
            }
            catch (IOException)
            {
                // Somebody else's: there is nothing to wait on, and it is held for a moment only.
                Thread.Sleep(1);
            }
        }
    }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flock(SafeFileHandle file, int operation);
}
