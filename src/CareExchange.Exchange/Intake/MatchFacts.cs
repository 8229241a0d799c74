using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Intake;

/// <summary>What tells one person from another, as it is written.</summary>
/// <param name="Names">Names.</param>
/// <param name="BirthDate">FHIR date, or null.</param>
/// <param name="Sex"><c>male</c>, <c>female</c>, <c>other</c> or <c>unknown</c>; null where nobody says.</param>
/// <param name="Addresses">Addresses, as far as the reader's role is shown them.</param>
/// <param name="Identifiers">What kind of number it is, and its last digits.</param>
public sealed record MatchFacts(
    IReadOnlyList<string> Names, string? BirthDate, string? Sex, IReadOnlyList<string> Addresses, IReadOnlyList<(string Kind, string Value)> Identifiers)
{
    /// <summary>The facts of a Patient.</summary>
    /// <param name="patient">Its JSON.</param>
    /// <param name="masks">What of it the reader's role is shown; null for a Patient that was masked already.</param>
    internal static MatchFacts Of(ReadOnlyMemory<byte> patient, IdentifierMasks? masks)
    {
        var json = JsonNode.Parse((masks is null ? patient : IdentifierMask.Apply(patient, masks)).Span)!;
        return new(
            Read(json["name"], name => Text(name["text"]) ?? $"{Text(name["family"])} {Joined(name["given"])}".Trim()),
            Text(json["birthDate"]),
            Text(json["gender"]),
            Read(json["address"], address => Text(address["text"]) ?? string.Join(' ', ((string?[])[Text(address["state"]), Text(address["city"]), Text(address["district"]), Joined(address["line"])]).OfType<string>())),
            [.. Items(json["identifier"]).Where(identifier => Text(identifier["value"]) is not null).Select(identifier => (KindOf(identifier), Shown(Text(identifier["value"])!))).Distinct()]);
    }

    // To tell two people apart the end of a number is enough, whoever looks.
    private static string Shown(string value) => value.Contains('*', StringComparison.Ordinal) ? value : IdentifierMask.Tail(value);

    private static string KindOf(JsonNode identifier) =>
        Text(identifier["type"]?["text"]) ?? Items(identifier["type"]?["coding"]).Select(coding => Text(coding["display"])).OfType<string>().FirstOrDefault() ?? Text(identifier["system"])?.Split('/', ':')[^1] ?? "";

    private static string[] Read(JsonNode? list, Func<JsonNode, string> text) =>
        [.. Items(list).Select(text).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string? Joined(JsonNode? list) => list is JsonArray { Count: > 0 } parts ? string.Join(' ', parts.Select(Text)) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
