namespace CareExchange.Identity.Settings;

/// <summary>Names of the authentication schemes, for authorization policies.</summary>
public static class IdentitySchemes
{
    /// <summary>Staff sessions by cookie; the default scheme.</summary>
    public const string Session = "session";

    /// <summary>Access tokens of any accepted issuer.</summary>
    public const string Bearer = "bearer";

    /// <summary>Access tokens issued here; <see cref="Bearer"/> forwards to it.</summary>
    public const string OwnBearer = "bearer-own";

    /// <summary>Scheme of an outside issuer; <see cref="Bearer"/> forwards to it.</summary>
    public static string OutsideBearer(string name) => $"bearer-{name}";
}
