using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CareExchange.Server.Web.Delivery;

/// <summary>The pages' own files, carried inside the assembly so that a published gateway is one thing and needs no folder beside it.</summary>
/// <remarks>An address names the content's hash; the answer may therefore be kept for a year.</remarks>
public static class WebAssets
{
    private const string Prefix = "Web/Assets/";

    private static readonly FrozenDictionary<string, Asset> Assets = Load();

    /// <summary>The address of a file under <c>Web/Assets</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file: a mistake of the programmer, found by the first page that is rendered.</exception>
    public static string Url(string name) => Assets[name].Url;

    /// <summary>Serves them without sign-in, because the sign-in page needs them.</summary>
    public static void MapWebAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{**name}", Serve).AllowAnonymous();

    private static IResult Serve(string name, HttpContext http)
    {
        if (!Assets.TryGetValue(name, out var asset)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: new($"\"{asset.Hash}\""));
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(WebAssets).Assembly;
        var assets = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource[Prefix.Length..];
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
            assets.Add(name, new(bytes, ContentType(name), hash, $"/assets/{name}?v={hash}"));
        }

        return assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private sealed record Asset(byte[] Bytes, string ContentType, string Hash, string Url);
}
