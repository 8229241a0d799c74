using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace CareExchange.Identity.Authorize;

/// <summary>The <c>launch</c> value an app is opened with from a page: sealed, short-lived, good for the session that opened it only.</summary>
public sealed class LaunchTickets
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);
    private readonly IDataProtector _protector;
    private readonly TimeProvider _clock;

    /// <summary>Made once by <c>AddIdentity</c>.</summary>
    public LaunchTickets(IDataProtectionProvider protection, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(protection);
        (_protector, _clock) = (protection.CreateProtector("CareExchange.Identity.Authorize.LaunchTickets"), clock);
    }

    /// <summary>A value for the app's launch address.</summary>
    /// <param name="sessionId">The session of who opens it, <c>sid</c> of the principal.</param>
    /// <param name="patientId">The Patient on the page.</param>
    public string Issue(string sessionId, string patientId) =>
        _protector.Protect(JsonSerializer.Serialize(new Ticket(sessionId, patientId, _clock.GetUtcNow() + s_lifetime)));

    internal Ticket? Read(string launch)
    {
        try
        {
            return JsonSerializer.Deserialize<Ticket>(_protector.Unprotect(launch)) is { } ticket && _clock.GetUtcNow() < ticket.Until ? ticket : null;
        }
        catch (Exception forged) when (forged is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    internal sealed record Ticket(string SessionId, string PatientId, DateTimeOffset Until);
}
