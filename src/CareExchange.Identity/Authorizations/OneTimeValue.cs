using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Identity.Authorizations;

/// <summary>A random value that is handed out once and kept as its hash.</summary>
/// <param name="Text">32 random bytes, base64url: what the app gets.</param>
/// <param name="Hash">What is stored.</param>
internal sealed record OneTimeValue(string Text, string Hash)
{
    // Whatever a stranger sends is hashed: nobody needs more than this to send one of ours.
    private const int MaximumLength = 128;

    public static OneTimeValue Create()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new(text, HashOf(text));
    }

    /// <summary>The hash a value is found by; null for what cannot be one.</summary>
    public static string? TryHash(string? text) => text is { Length: > 0 and <= MaximumLength } ? HashOf(text) : null;

    private static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
