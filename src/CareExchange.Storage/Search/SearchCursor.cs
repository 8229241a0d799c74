using System.Buffers.Text;
using System.Text.Json;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Search;

/// <summary>The opaque text of a next-page link: the query and the position, encrypted and authenticated.</summary>
/// <remarks>AES-GCM with the requester in its context: nobody can read, edit or reuse another's link, and a link in a log names no patient.</remarks>
internal static class SearchCursor
{
    public static string Write(KeyRing keys, SearchRequest request, SearchPosition position) => Write(keys, request.Scope, request.RequesterKey, request.Query, position);

    public static string Write(KeyRing keys, HistoryRequest request, SearchPosition position) => Write(keys, request.Scope, request.RequesterKey, request.Query, position);

    private static string Write(KeyRing keys, string scope, string requesterKey, string query, SearchPosition position) =>
        Base64Url.EncodeToString(keys.Encrypt(ProtectionPurpose.Cursor, Context(scope, requesterKey), JsonSerializer.SerializeToUtf8Bytes(new Content(query, position))));

    /// <summary>The query and position, or null for a cursor that was not made here for this requester and scope: a type, or a history.</summary>
    public static (string Query, SearchPosition Position)? Read(KeyRing keys, string scope, string requesterKey, string cursor)
    {
        if (cursor.Length > 16_384 || !Base64Url.IsValid(cursor)) return null;
        if (!keys.TryDecrypt(ProtectionPurpose.Cursor, Context(scope, requesterKey), Base64Url.DecodeFromChars(cursor), out var plain)) return null;
        return JsonSerializer.Deserialize<Content>(plain) is { } content ? (content.Query, content.Position) : null;
    }

    private static string Context(string scope, string requesterKey) => scope + "\n" + requesterKey;

    private sealed record Content(string Query, SearchPosition Position);
}
