using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace CareExchange.Identity.Staff;

/// <summary>What stands between the two steps of a sign-in: sealed in the form, short-lived, worth nothing without the code.</summary>
internal sealed class SignInTickets(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = protection.CreateProtector("CareExchange.Identity.Staff.SignInTickets");

    // The library's own time limit reads the machine's clock; ours is the one that tests can move.
    public string Issue(Ticket ticket) => _protector.Protect(JsonSerializer.Serialize(new Sealed(ticket, clock.GetUtcNow() + s_lifetime)));

    public Ticket? Read(string? text)
    {
        if (text is not { Length: > 0 and <= 4096 }) return null;
        try
        {
            return JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(text)) is { } held && clock.GetUtcNow() < held.Until ? held.Ticket : null;
        }
        catch (Exception forged) when (forged is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <param name="AccountId">Whose password was right.</param>
    /// <param name="PasswordChangedAt">Which password that was: a ticket does not outlive it.</param>
    /// <param name="FactorSince">Since when the account has had its device, null for none: a ticket neither outlives it nor sets two up.</param>
    /// <param name="Secret">The secret being set up; null where a device is known.</param>
    internal sealed record Ticket(string AccountId, long PasswordChangedAt, long? FactorSince, byte[]? Secret);

    private sealed record Sealed(Ticket Ticket, DateTimeOffset Until);
}
