using System.Globalization;
using System.Text.Json;

namespace CareExchange.Exchange.Sending;

/// <summary>How far a look for new messages came: it waits in the outbox between two looks, so that one node looks at a time and a restart forgets nothing.</summary>
/// <param name="Since">What was changed before has been seen.</param>
/// <param name="Seen">What was changed since and has been seen all the same: <c>id/version</c>.</param>
internal sealed record PushScan(DateTimeOffset Since, string[] Seen)
{
    // Transactions that began earlier may become visible later, but not by so much.
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static PushScan Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<PushScan>(json.Span)!;

    public static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
