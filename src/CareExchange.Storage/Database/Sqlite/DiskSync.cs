using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Waits until the disk holds what was written to a file.</summary>
internal static class DiskSync
{
    /// <summary>Returns when the bytes, and as much of what describes the file as finding them again takes, are on the disk.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void Sync(SafeFileHandle file)
    {
        // The moment of the last change is of no interest; writing it to the disk as well would take as long again.
        if (OperatingSystem.IsLinux() && DataSync(file) == 0) return;
        RandomAccess.FlushToDisk(file);
    }

    [DllImport("libc", EntryPoint = "fdatasync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);
}
