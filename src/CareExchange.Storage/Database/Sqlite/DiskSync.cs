using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Waits until the disk holds what was written to a file.</summary>
internal static class DiskSync
{
    private const int Interrupted = 4;

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

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);
}
