using System.Runtime.InteropServices;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>How the C library keeps what SQLite gives back. For the whole process; on Linux with glibc only, elsewhere nothing is changed.</summary>
/// <remarks>Before other threads begin: whoever has a heap of its own keeps it. Left alone, glibc makes up to eight heaps for every processor, each as large as what any thread that used it ever needed at once, and keeps more and more of it the more is given back:
/// after a town was filled that was 126 of 192 MB.</remarks>
public static partial class NativeHeap
{
    // mallopt(3).
    private const int TrimThreshold = -1;
    private const int MostHeaps = -8;

    // Free at the end of a heap, it goes back to the system.
    private const int MostFree = 512 * 1024;

    private static readonly bool s_isBound = OperatingSystem.IsLinux() && TryBind();

    /// <summary>Bounds it, once.</summary>
    /// <returns>False where it cannot be.</returns>
    public static bool Bind() => s_isBound;

    private static bool TryBind()
    {
        try
        {
            return mallopt(MostHeaps, 1) == 1 && mallopt(TrimThreshold, MostFree) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
