using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Whose turn it is to write a file, among the threads of this process and all other processes. Taken and given back by the same thread.</summary>
/// <remarks>The system's lock ends with its process, however that ends. It is the folder's, not the file's: the runtime locks every file that it opens, for as long as it is open.</remarks>
internal sealed class FileTurn : IDisposable
{
    private const int Exclusive = 2;
    private const int Unlock = 8;
    private const int Interrupted = 4;

    // Windows keeps others from reading what is locked: a byte where nothing stands.
    private const long Aside = long.MaxValue - 1;
    private readonly Lock _mine = new();
    private readonly FileStream? _stream;
    private readonly SafeFileHandle? _folder;

    /// <summary>The turn of a file.</summary>
    /// <param name="folder">Its folder; one turn for each.</param>
    /// <param name="file">The file, open.</param>
    public FileTurn(string folder, SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            _stream = new(file, FileAccess.ReadWrite, bufferSize: 0);
            return;
        }

        // Not for children: a turn would outlive whoever took it.
        var closeOnExecute = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;
        _folder = new(Open(Encoding.UTF8.GetBytes(folder + '\0'), closeOnExecute), ownsHandle: true);
        if (_folder.IsInvalid) throw new IOException($"The folder cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

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
        else _ = Flock(_folder!, Unlock);
        _mine.Exit();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _folder?.Dispose();
    }

    private void EnterUnix()
    {
        while (Flock(_folder!, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() is not Interrupted and var error) throw new IOException($"The folder cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private void EnterWindows()
    {
        for (var wait = new SpinWait(); ;)
        {
            try
            {
                _stream!.Lock(Aside, 1);
                return;
            }
            catch (IOException)
            {
                // Somebody else's: there is nothing to wait on, and it is held for a moment only.
                wait.SpinOnce();
            }
        }
    }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
