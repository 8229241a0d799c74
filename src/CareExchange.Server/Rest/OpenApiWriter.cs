using System.Text.Json;
using System.Text.RegularExpressions;

namespace CareExchange.Server.Rest;

/// <summary>An OpenAPI 3.0 document of what is really routed. One path for each route: the types it stands for are an enumeration, not 145 copies.</summary>
internal static partial class OpenApiWriter
{
    private static readonly string[] Json = ["application/fhir+json", "application/fhir+xml"];
    private static readonly string[] Patches = ["application/json-patch+json", "application/xml-patch+xml", "application/fhir+json", "application/fhir+xml"];

    /// <summary>The headers that a method understands.</summary>
    private static readonly Dictionary<string, string[]> Headers = new(StringComparer.Ordinal)
    {
        ["get"] = ["If-None-Match", "If-Modified-Since"],
        ["post"] = ["If-None-Exist", "Prefer"],
        ["put"] = ["If-Match", "If-None-Match", "Prefer"],
        ["patch"] = ["If-Match", "Prefer"],
        ["delete"] = ["If-Match"],
    };

    /// <summary>The document as JSON.</summary>
    public static byte[] Write(RoutedRest rest, string address) => JsonDescription.Write(json =>
    {
        json.WriteString("openapi", "3.0.3");
        json.Object("info", () =>
        {
            json.WriteString("title", "CareExchange FHIR R4 gateway");
            json.WriteString("version", typeof(OpenApiWriter).Assembly.GetName().Version?.ToString(3) ?? "0");
            json.WriteString("description", $"Generated from the routes of this server. Search parameters of each type stand in the CapabilityStatement at {address}/metadata.");
        });
        json.Objects("servers", [address], url => json.WriteString("url", url));
        json.Object("paths", () =>
        {
            foreach (var path in rest.Routes.GroupBy(route => Template(route.Path), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                json.Object(path.Key, () => Path(json, path.Key, [.. path]));
            }
        });
        json.Object("components", () => Components(json, rest));
    });

    private static void Path(Utf8JsonWriter json, string template, RoutedPath[] routes)
    {
        json.Objects("parameters", Names().Matches(template).Select(match => match.Groups[1].Value), name =>
        {
            json.WriteString("name", name);
            json.WriteString("in", "path");
            json.WriteBoolean("required", true);
            json.Object("schema", () =>
            {
                if (name == "type") json.WriteString("$ref", "#/components/schemas/ResourceType");
                else json.WriteString("type", "string");
            });
        });
        foreach (var method in routes.SelectMany(route => route.Methods).Select(method => method.ToLowerInvariant()).Where(method => method != "head").Distinct().Order(StringComparer.Ordinal))
        {
            var route = routes.First(route => route.Methods.Contains(method, StringComparer.OrdinalIgnoreCase));
            json.Object(method, () => Operation(json, template, method, route));
        }
    }

    private static void Operation(Utf8JsonWriter json, string template, string method, RoutedPath route)
    {
        var name = route.Operations is [var operation, ..] ? $"${operation.Name}" : route.Interactions is [var interaction, ..] ? interaction.Code : template.Trim('/');
        json.WriteString("operationId", $"{method}{Symbols().Replace(template, "_")}");
        json.WriteString("summary", name);
        if (route.Operations is [{ Definition: var definition }, ..]) json.Object("externalDocs", () => json.WriteString("url", definition));
        json.Objects("parameters", Headers[method], header =>
        {
            json.WriteString("name", header);
            json.WriteString("in", "header");
            json.Object("schema", () => json.WriteString("type", "string"));
        });
        if (method is "post" or "put" or "patch") json.Object("requestBody", () => Content(json, route.IsForm ? [FhirMedia.Form] : method == "patch" ? Patches : Json, "Resource"));
        json.Object("responses", () =>
        {
            json.Object("default", () =>
            {
                json.WriteString("description", "An OperationOutcome that says what is wrong.");
                Content(json, Json, "OperationOutcome");
            });
            json.Object(method == "delete" ? "204" : "200", () =>
            {
                json.WriteString("description", name);
                if (method != "delete") Content(json, template.EndsWith(".json", StringComparison.Ordinal) ? ["application/json"] : Json, "Resource");
            });
            if (method is "post" or "put" && route.Interactions.Any(interaction => interaction.Code is "create" or "update")) json.Object("201", () => json.WriteString("description", "Created; Location says where."));
            if (method == "get") json.Object("304", () => json.WriteString("description", "The caller has the current version."));
        });
        json.WriteStartArray("security");
        if (!route.IsOpen)
        {
            json.WriteStartObject();
            json.WriteStartArray("bearer");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Components(Utf8JsonWriter json, RoutedRest rest)
    {
        json.Object("securitySchemes", () => json.Object("bearer", () =>
        {
            json.WriteString("type", "http");
            json.WriteString("scheme", "bearer");
        }));
        json.Object("schemas", () =>
        {
            json.Object("ResourceType", () =>
            {
                json.WriteString("type", "string");
                json.Strings("enum", rest.Types.Select(type => type.TypeName));
            });
            Resource(json, "Resource");
            Resource(json, "OperationOutcome");
        });
    }

    private static void Resource(Utf8JsonWriter json, string name) => json.Object(name, () =>
    {
        json.WriteString("type", "object");
        json.Strings("required", ["resourceType"]);
        json.Object("properties", () => json.Object("resourceType", () => json.WriteString("type", "string")));
        json.Object("externalDocs", () => json.WriteString("url", $"http://hl7.org/fhir/R4/{name.ToLowerInvariant()}.html"));
    });

    private static void Content(Utf8JsonWriter json, string[] types, string schema) => json.Object("content", () =>
    {
        foreach (var type in types) json.Object(type, () => json.Object("schema", () => json.WriteString("$ref", $"#/components/schemas/{schema}")));
    });

    // A route may constrain its parameters, as in {type:regex(…)}; a template only names them.
    private static string Template(string path) => Constraints().Replace(path, "{$1}");

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Constraints();

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Names();

    [GeneratedRegex(@"[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Symbols();
}
