using System.Net;
using System.Text.Json;

namespace CareExchange.Journeys.Tests.World;

/// <summary>An HTTP answer with its body read.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Response, byte[] Bytes)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    /// <summary>The ETag as sent, or null.</summary>
    public string? ETag => Response.Headers.ETag?.ToString();

    /// <summary>A property of the body as text.</summary>
    public string? Text(string property) => Json.GetProperty(property).GetString();

    /// <summary>The issues of an OperationOutcome, also of one that stands in an acknowledgement.</summary>
    public IReadOnlyList<Said> Issues => [.. Outcome.GetProperty("issue").EnumerateArray().Select(Said.Of)];

    /// <summary>The resources of a searchset or history.</summary>
    public IReadOnlyList<JsonElement> Resources => Json.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Where(entry => entry.TryGetProperty("resource", out _)).Select(entry => entry.GetProperty("resource"))]
        : [];

    /// <summary>Asserts status and rule, both languages, and that the type is FHIR JSON.</summary>
    public Said Refused(HttpStatusCode status, string rule)
    {
        Assert.True(status == Status, $"{Status}: {System.Text.Encoding.UTF8.GetString(Bytes)}");
        Assert.Equal("application/fhir+json", Response.Content.Headers.ContentType?.MediaType);
        var said = Issues[0];
        Assert.Equal(rule, said.Rule);
        Assert.False(string.IsNullOrWhiteSpace(said.English));
        Assert.Contains(said.Korean, letter => letter is >= '가' and <= '힣');
        return said;
    }

    /// <summary>Asserts the status, showing the body when it is another.</summary>
    public Answer Is(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{Status}: {System.Text.Encoding.UTF8.GetString(Bytes)}");
        return this;
    }

    /// <summary>A parameter of an acknowledgement.</summary>
    public JsonElement Parameter(string name) => Json.GetProperty("parameter").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == name);

    private JsonElement Outcome => Text("resourceType") == "Parameters" ? Parameter("outcome").GetProperty("resource") : Json;
}
