namespace CareExchange.Storage.Resources;

/// <summary>What a version condition means: a version that must be current, 0 for none at all, <see cref="Existing"/> for any there is.</summary>
public static class VersionCondition
{
    /// <summary>Some version must be current, whichever it is (RFC 9110 13.1.1: If-Match with an asterisk).</summary>
    public const long Existing = -2;

    /// <summary>True where the condition holds.</summary>
    /// <param name="expected">The condition; null for none.</param>
    /// <param name="current">The version that is current; 0 where the resource does not exist.</param>
    public static bool Holds(long? expected, long current) => expected switch
    {
        null => true,
        Existing => current != 0,
        var version => version == current,
    };
}
