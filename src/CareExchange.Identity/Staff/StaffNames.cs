using CareExchange.Identity.Passwords;

namespace CareExchange.Identity.Staff;

/// <summary>Sign-in names in the one form that is compared.</summary>
internal static class StaffNames
{
    private const int MaximumLength = 64;

    /// <summary>Trimmed, NFKC, lower case; null when it can be nobody's name.</summary>
    public static string? Normalize(string? typed)
    {
        if (!PasswordHasher.TryNormalize(typed?.Trim(), out var normalized)) return null;
        var name = normalized.ToLowerInvariant();
        return name.Length <= MaximumLength && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@') ? name : null;
    }
}
