using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Identity.Authorizations;
using Microsoft.AspNetCore.Authentication;

namespace CareExchange.Identity.Bearer;

/// <summary>Own access tokens whose signature and claims were checked already, by their hash, until they expire.</summary>
/// <remarks>
/// Checking a signature costs more than reading a resource, and a machine sends one token thousands of times. What is kept is the verdict on bytes that
/// do not change; what may change (whether the client and the authorization still stand) is asked again at every request. The token itself is not kept.
/// </remarks>
internal sealed class ValidatedTokens(TimeProvider clock)
{
    private const int MaximumEntries = 10_000;
    private readonly ConcurrentDictionary<UInt256, Held> _entries = new();

    /// <summary>Remembers a token that was found good.</summary>
    /// <param name="token">The token as it was sent.</param>
    /// <param name="principal">Whose it is.</param>
    /// <param name="ground">What it rests on.</param>
    /// <param name="until">When it expires; no allowance for clocks is added.</param>
    public void Put(string token, ClaimsPrincipal principal, TokenGround ground, DateTimeOffset until)
    {
        // Clearing everything is crude and bounded; it costs one check of a signature each.
        if (_entries.Count >= MaximumEntries) _entries.Clear();
        var ticket = new AuthenticationTicket(principal, Settings.IdentitySchemes.OwnBearer);
        _entries[HashOf(token)] = new(AuthenticateResult.Success(ticket), principal, ground, until);
    }

    /// <summary>The verdict on a token that was found good and has not expired.</summary>
    public bool TryGet(ReadOnlySpan<char> token, [NotNullWhen(true)] out Held? held)
    {
        if (!_entries.TryGetValue(HashOf(token), out held)) return false;
        if (clock.GetUtcNow() < held.Until) return true;
        _entries.TryRemove(HashOf(token), out _);
        held = null;
        return false;
    }

    /// <summary>True while a token that was found good has not expired.</summary>
    public bool Holds(Held held) => clock.GetUtcNow() < held.Until;

    private static UInt256 HashOf(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = token.Length <= 2048 ? stackalloc byte[Encoding.UTF8.GetMaxByteCount(token.Length)] : new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<UInt256>(hash);
    }

    /// <summary>What was found.</summary>
    /// <param name="Result">As an authentication scheme says it.</param>
    /// <param name="Principal">Whose token it is.</param>
    /// <param name="Ground">What it rests on.</param>
    /// <param name="Until">When it expires.</param>
    internal sealed record Held(AuthenticateResult Result, ClaimsPrincipal Principal, TokenGround Ground, DateTimeOffset Until);

    private readonly record struct UInt256(ulong First, ulong Second, ulong Third, ulong Fourth);
}
