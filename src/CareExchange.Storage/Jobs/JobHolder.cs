using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CareExchange.Storage.Jobs;

/// <summary>Which process a lease is in the hands of, as its token says: process id, the moment at which it started, and something that was never there before.</summary>
internal static class JobHolder
{
    private static readonly string s_own = Of(Process.GetCurrentProcess());

    /// <summary>A token for a lease of this process.</summary>
    public static string NewToken() => $"{s_own}.{Guid.CreateVersion7():N}";

    /// <summary>True where the process that made the token runs on this machine no more; false of tokens that name none.</summary>
    public static bool IsGone(string token)
    {
        if (token.Split('.') is not [var id, var started, _] || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)) return false;
        try
        {
            using var running = Process.GetProcessById(process);
            return Of(running) != $"{id}.{started}";
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception problem) when (problem is InvalidOperationException or Win32Exception)
        {
            // It ended while it was looked at, or is somebody else's: then its lease ends by itself.
            return false;
        }
    }

    private static string Of(Process process) => string.Create(CultureInfo.InvariantCulture, $"{process.Id}.{new DateTimeOffset(process.StartTime).ToUnixTimeSeconds()}");
}
