using System.Text;

namespace CareExchange.Benchmarks.Http;

/// <summary>Requests as they go over the wire, built before anything is measured.</summary>
internal static class HttpRequests
{
    private const string Media = "application/fhir+json";

    /// <summary>A GET of the gateway.</summary>
    public static ReadOnlyMemory<byte> Get(string path, string token) =>
        Encoding.ASCII.GetBytes($"GET /fhir/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {Media}\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>A POST to the gateway.</summary>
    public static ReadOnlyMemory<byte> Post(string path, byte[] body, string token) =>
        Join($"POST /fhir/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {Media}\r\nContent-Type: {Media}\r\nAuthorization: Bearer {token}\r\nContent-Length: {body.Length}\r\n\r\n", body);

    /// <summary>A GET of the floor, which asks for nothing that it does not need.</summary>
    public static ReadOnlyMemory<byte> FloorGet(string path) => Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    /// <summary>A POST to the floor.</summary>
    public static ReadOnlyMemory<byte> FloorPost(string path, byte[] body) => Join($"POST /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {body.Length}\r\n\r\n", body);

    private static ReadOnlyMemory<byte> Join(string head, byte[] body)
    {
        var bytes = new byte[head.Length + body.Length];
        Encoding.ASCII.GetBytes(head, bytes);
        body.CopyTo(bytes, head.Length);
        return bytes;
    }
}
