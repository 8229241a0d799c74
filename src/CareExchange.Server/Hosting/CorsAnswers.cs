using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CareExchange.Server.Hosting;

/// <summary>Cross-origin requests of browser applications (R4 http.html#security), for the origins that the operator lists; none when nothing is said.</summary>
internal static class CorsAnswers
{
    // What an application in a browser needs beside the body: versions, places, and the progress of what takes long.
    private static readonly string[] Exposed =
        ["ETag", "Location", "Content-Location", "Last-Modified", "Preference-Applied", "Allow", "Retry-After", "X-Progress", "X-Request-Id", "X-Correlation-Id", "WWW-Authenticate"];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    // Where such an application goes: resources, tokens, discovery. Pages are for people, and their cookies are not shared.
    private static readonly PathString[] Doors = ["/fhir", "/connect/token", "/connect/introspect", "/.well-known"];

    /// <summary>Registers the origins.</summary>
    /// <exception cref="InvalidDataException">An origin is none; the message says which.</exception>
    public static void AddCorsAnswers(this IServiceCollection services, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0) return;
        foreach (var origin in origins)
        {
            if (origin != "*" && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin))
            {
                throw new InvalidDataException($"'{origin}' is no origin: scheme, host and perhaps port, or * for any.");
            }
        }

        services.AddCors(cors => cors.AddDefaultPolicy(policy => Describe(policy, origins)));
    }

    /// <summary>Answers preflights, and tells browsers what they may show. After routing, before anybody has to sign in.</summary>
    public static void UseCorsAnswers(this IApplicationBuilder app, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0) return;
        app.UseWhen(http => Array.Exists(Doors, door => http.Request.Path.StartsWithSegments(door, StringComparison.Ordinal)), door => door.UseCors());
    }

    // Without credentials: a browser's cookies open nothing to another origin, its application sends a token.
    private static void Describe(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        if (origins.Contains("*")) policy.AllowAnyOrigin();
        else policy.WithOrigins([.. origins]);
        policy.WithMethods(Methods).AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(TimeSpan.FromHours(1));
    }
}
