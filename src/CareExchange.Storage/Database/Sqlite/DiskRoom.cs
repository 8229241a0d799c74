using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Gives room within a file back to the disk, where the system can.</summary>
internal static class DiskRoom
{
    // FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE
    private const int Hole = 3;

    /// <summary>Makes a part of a file a hole, which reads as zeros.</summary>
    /// <returns>False where nothing was changed: the file stays as large as it is.</returns>
    public static bool GiveBack(SafeFileHandle file, long place, long length) => OperatingSystem.IsLinux() && Environment.Is64BitProcess && Allocate(file, Hole, place, length) == 0;

    [DllImport("libc", EntryPoint = "fallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Allocate(SafeFileHandle file, int mode, long place, long length);
}
