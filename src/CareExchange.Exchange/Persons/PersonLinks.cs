using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Persons;

/// <summary>Who was merged into whom (R4 Patient.link), and who stated a number.</summary>
/// <remarks>A merge moves nothing: the replaced Patient stays, inactive, with all that is about it. Taking the link away undoes it.</remarks>
internal static class PersonLinks
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Links may lead on; a circle ends here.</summary>
    private const int MostSteps = 8;

    /// <summary>Id of the Patient that replaces this one; null where none does.</summary>
    public static string? ReplacedBy(Element patient)
    {
        foreach (var link in patient.Children("link"))
        {
            if (link["type"].Text == "replaced-by" && link["other"]["reference"].Text is { } other) return other.StartsWith("Patient/", StringComparison.Ordinal) ? other[8..] : other;
        }

        return null;
    }

    /// <summary>The person who stands in the place of one that was merged; null where that one stands for itself.</summary>
    public static async Task<string?> SurvivorAsync(StoreTransaction transaction, string person, CancellationToken cancellationToken)
    {
        string? survivor = null;
        for (var step = 0; step < MostSteps; step++)
        {
            var stored = await transaction.ReadAsync("Patient", survivor ?? person, cancellationToken);
            if (stored is not { Deleted: false }) return survivor;
            using var document = FhirDocument.Parse(stored.Json, Schema.R4).Value;
            if (document is null || ReplacedBy(document.Root) is not { } next || next == person) return survivor;
            survivor = next;
        }

        return survivor;
    }

    /// <summary>True where an organisation stated this identifier of this person.</summary>
    public static async Task<bool> IsStatedByAsync(StoreTransaction transaction, string person, PersonIdentifier identifier, string source, CancellationToken cancellationToken)
    {
        var stored = await transaction.ReadAsync("Patient", person, cancellationToken);
        if (stored is not { Deleted: false }) return false;
        using var document = FhirDocument.Parse(stored.Json, Schema.R4).Value;
        if (document is null) return false;
        foreach (var stated in document.Root.Children("identifier"))
        {
            if (stated["system"].Text != identifier.System || stated["value"].Text?.Trim() != identifier.Value) continue;
            foreach (var extension in stated.Children("extension"))
            {
                if (extension["url"].Text == PartMarks.SourceUrl && extension["value"]["reference"].Text == $"Organization/{source}") return true;
            }
        }

        return false;
    }

    /// <summary>What an organisation states when it says that a Patient is the same person as another, whose record stands in its place.</summary>
    /// <remarks>The link is of the category of records: it is told to the person and to who decided, not to who wrote the Patient, whom it would tell that others know the person.</remarks>
    public static byte[] Statement(string patient, string other) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["resourceType"] = "Patient",
        ["id"] = patient,
        ["link"] = new JsonArray(new JsonObject
        {
            ["extension"] = new JsonArray(new JsonObject { ["url"] = PartMarks.InlineLabelUrl, ["valueCoding"] = new JsonObject { ["system"] = "urn:careexchange:data-category", ["code"] = "record" } }),
            ["other"] = new JsonObject { ["reference"] = $"Patient/{other}" },
            ["type"] = "replaced-by",
        }),
    }.ToJsonString(Written));

    /// <summary>A Patient without the link by which one organisation alone says that another stands in its place; null where it does not say so.</summary>
    public static byte[]? Parted(ReadOnlyMemory<byte> patient, string other, string source)
    {
        if (JsonNode.Parse(patient.Span) is not JsonObject json || json["link"] is not JsonArray links) return null;
        var link = links.OfType<JsonObject>().FirstOrDefault(link => (string?)link["type"] == "replaced-by" && (string?)link["other"]?["reference"] == $"Patient/{other}");
        string?[] sources = [.. (link?["extension"] as JsonArray ?? []).OfType<JsonObject>().Where(extension => (string?)extension["url"] == PartMarks.SourceUrl).Select(extension => (string?)extension["valueReference"]?["reference"])];
        if (link is null || sources is not [var only] || only != $"Organization/{source}") return null;
        links.Remove(link);
        if (links.Count == 0) json.Remove("link");
        return Encoding.UTF8.GetBytes(json.ToJsonString(Written));
    }

    /// <summary>A Patient of a message without the numbers of a record that was merged into the person's own.</summary>
    public static byte[] Without(byte[] patient, IReadOnlyList<PersonIdentifier> replaced)
    {
        if (replaced.Count == 0 || JsonNode.Parse(patient) is not JsonObject json || json["identifier"] is not JsonArray identifiers) return patient;
        foreach (var identifier in identifiers.OfType<JsonObject>().ToArray())
        {
            if (replaced.Any(number => (string?)identifier["system"] == number.System && ((string?)identifier["value"])?.Trim() == number.Value)) identifiers.Remove(identifier);
        }

        if (identifiers.Count == 0) json.Remove("identifier");
        return Encoding.UTF8.GetBytes(json.ToJsonString(Written));
    }
}
