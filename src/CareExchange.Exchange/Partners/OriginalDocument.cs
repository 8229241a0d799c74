using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Exchange.Partners;

/// <summary>A message as a DocumentReference: what it was and its SHA-256; the bytes stay encrypted in the message store.</summary>
public static class OriginalDocument
{
    /// <summary>The system under which a message's SHA-256 stands as identifier.</summary>
    public const string Sha256System = "urn:careexchange:sha256";

    /// <summary>The system of message ids.</summary>
    public const string MessageSystem = "urn:careexchange:message";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The DocumentReference, UTF-8 JSON without id.</summary>
    /// <param name="partner">Who sent it.</param>
    /// <param name="messageId">The message's id.</param>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="contentType">As sent.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="description">What kind of message, in Korean; names nobody.</param>
    /// <param name="person">The person it is about, or null where it is about several.</param>
    public static byte[] Write(
        Partner partner, string messageId, string sha256, string contentType, long length, DateTimeOffset received, string description, string? person)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "DocumentReference");
            json.WriteStartObject("masterIdentifier");
            json.WriteString("system", Sha256System);
            json.WriteString("value", sha256);
            json.WriteEndObject();
            json.WriteStartArray("identifier");
            json.WriteStartObject();
            json.WriteString("system", MessageSystem);
            json.WriteString("value", messageId);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("status", "current");
            if (person is not null)
            {
                json.WriteStartObject("subject");
                json.WriteString("reference", $"Patient/{person}");
                json.WriteEndObject();
            }

            json.WriteString("date", received.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            json.WriteStartArray("author");
            json.WriteStartObject();
            json.WriteString("reference", $"Organization/{partner.OrganizationId}");
            json.WriteString("display", partner.OrganizationDisplay);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("description", description);
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteStartObject("attachment");
            json.WriteString("contentType", contentType);
            json.WriteNumber("size", length);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
