using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Waits until the disk holds what was written to a file.</summary>
internal static class DiskSync
{
    private const int Interrupted = 4;

    // EINVAL
    private const int NotSupported = 22;

    // O_RDONLY | O_CLOEXEC: a folder opened to be synced.
    private const int ReadDirectory = 0x80000;

    /// <summary>Returns when the bytes, and as much of what describes the file as finding them again takes, are on the disk.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        // The moment of the last change is of no interest; writing it to the disk as well would take as long again.
        while (DataSync(file) != 0)
        {
            // The system tells of lost bytes once: asked again, in whatever way, it says that all is well.
            if (Marshal.GetLastPInvokeError() is not Interrupted and var error) throw new IOException($"The disk does not hold what was written: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>Returns when the names of a folder's files are on the disk; elsewhere than on Linux the file system sees to that.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadDirectory);
        if (handle < 0) throw new IOException($"The folder cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        using var file = new SafeFileHandle(handle, ownsHandle: true);
        try
        {
            Sync(file);
        }
        catch (IOException) when (Marshal.GetLastPInvokeError() == NotSupported)
        {
            // A file system whose folders cannot be synced writes names by itself, or not at all: there is nothing else to ask it for.
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);
}
