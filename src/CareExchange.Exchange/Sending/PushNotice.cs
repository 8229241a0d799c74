using System.Text.Json;

namespace CareExchange.Exchange.Sending;

/// <summary>What waits to be sent: an id, never content. What may be told is decided when it leaves.</summary>
/// <param name="Id">Id of the resource that starts the message; null for a kind of which one message holds many.</param>
/// <param name="From">Of a table: what changed from here on.</param>
/// <param name="Until">And until here.</param>
internal sealed record PushNotice(string? Id, string? From, string? Until)
{
    public IReadOnlyList<KeyValuePair<string, string>> Query => Id is null ? [new("_lastUpdated", $"ge{From}"), new("_lastUpdated", $"le{Until}")] : [];

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static PushNotice? Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<PushNotice>(json.Span);
}
