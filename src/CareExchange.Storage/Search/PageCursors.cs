using System.Buffers.Text;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Search;

/// <summary>Opaque texts of next-page links for answers that are no plain search: encrypted, bound to what was asked and to who asked. Thread-safe.</summary>
public sealed class PageCursors(StorageDatabase database)
{
    private const int LongestCursor = 16_384;

    /// <summary>Seals a content.</summary>
    /// <param name="scope">What the pages are of, such as an address: a cursor of one is none of another.</param>
    /// <param name="requesterKey">Who asks.</param>
    /// <param name="content">What the next page needs to know.</param>
    public string Write(string scope, string requesterKey, string content) =>
        Base64Url.EncodeToString(database.Keys.Encrypt(ProtectionPurpose.Cursor, Context(scope, requesterKey), Encoding.UTF8.GetBytes(content)));

    /// <summary>The content, or null for a cursor that was not made here for this scope and requester.</summary>
    public string? Read(string scope, string requesterKey, string cursor)
    {
        if (cursor.Length > LongestCursor || !Base64Url.IsValid(cursor)) return null;
        return database.Keys.TryDecrypt(ProtectionPurpose.Cursor, Context(scope, requesterKey), Base64Url.DecodeFromChars(cursor), out var plain) ? Encoding.UTF8.GetString(plain) : null;
    }

    // No type is named with a dollar sign, so a search's cursor can never be one of these.
    private static string Context(string scope, string requesterKey) => $"${scope}\n{requesterKey}";
}
