using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Clients;

/// <summary>Answers of the endpoints that clients post to.</summary>
internal static class OAuthAnswer
{
    public static Task SendAsync(HttpContext http, OAuthError error) => SendAsync(http, error.Status, json =>
    {
        json.WriteString("error", error.Code);
        json.WriteString("error_description", error.Description);
    });

    public static async Task SendAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        // RFC 6749 §5.1: no cache may keep an answer that holds a token.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }
}
