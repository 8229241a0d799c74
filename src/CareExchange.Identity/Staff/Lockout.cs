using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Staff;

/// <summary>How long a name is locked after so many attempts.</summary>
internal static class Lockout
{
    /// <summary>Nothing below the threshold, then doubling from the start up to the limit.</summary>
    public static TimeSpan After(int attempts, IdentityOptions options)
    {
        if (attempts < options.LockoutThreshold) return TimeSpan.Zero;
        // 2^20 first locks exceed any limit; more doublings would only overflow.
        var doublings = Math.Min(attempts - options.LockoutThreshold, 20);
        var delay = options.LockoutStart * (1L << doublings);
        return delay < options.LockoutLimit ? delay : options.LockoutLimit;
    }
}
