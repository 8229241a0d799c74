using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Persons;

/// <summary>Whose a Patient of a message is, and why.</summary>
/// <param name="State">Matched, new or doubtful.</param>
/// <param name="Person">Patient id where it is matched; null where it is new or doubtful.</param>
/// <param name="Basis">What decided: <c>resident-number</c>, <c>identifier</c>, <c>traits</c>, <c>decided</c> by a person, or <c>none</c>.</param>
/// <param name="Traits">What the message says.</param>
/// <param name="Candidates">The persons who may be meant, best first.</param>
public sealed record PersonResolution(
    MatchState State, string? Person, string Basis, PersonTraits Traits, IReadOnlyList<MatchCandidate> Candidates)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Numbers of a record that was merged into this person's: they stay with that record, so that the merge can be undone.</summary>
    public IReadOnlyList<PersonIdentifier> Replaced { get; init; } = [];

    /// <summary>True for a person the gateway does not know yet.</summary>
    public bool IsNew => State == MatchState.New;

    /// <summary>The candidates a person must choose from; empty unless it is doubtful.</summary>
    public IReadOnlyList<MatchCandidate> Doubtful => State == MatchState.Doubtful ? Candidates : [];

    /// <summary>A doubtful match as Storage parks it: what the message says and how far each candidate agrees. Never the resident number.</summary>
    /// <param name="id">UUID v7.</param>
    /// <param name="messageId">The message that waits.</param>
    /// <param name="partner">Who sent it.</param>
    /// <param name="entry">Which Patient of the message: its fullUrl.</param>
    /// <param name="patient">That Patient.</param>
    /// <param name="now">Since when.</param>
    public ParkedMatch ToParked(string id, string messageId, string partner, string entry, Element patient, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("partner", partner);
            json.WriteString("entry", entry);
            json.WriteBoolean("residentNumberStated", Traits.ResidentNumber is not null);
            WritePatient(json, patient);
            json.WriteStartArray("candidates");
            foreach (var candidate in Candidates)
            {
                json.WriteStartObject();
                json.WriteString("person", candidate.Person);
                json.WriteNumber("score", candidate.Score);
                WriteTexts(json, "agreeing", candidate.Agreeing);
                WriteTexts(json, "differing", candidate.Differing);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new ParkedMatch(id, messageId, [.. Candidates.Select(candidate => candidate.Person)], buffer.ToArray(), now);
    }

    /// <summary>Which Patient of its message a parked match is about, as it was told when it was parked.</summary>
    public static string EntryOf(ParkedMatch parked)
    {
        using var detail = JsonDocument.Parse(parked.Detail);
        return detail.RootElement.GetProperty("entry").GetString()!;
    }

    private void WritePatient(Utf8JsonWriter json, Element patient)
    {
        json.WriteStartObject("patient");
        json.WriteString("resourceType", "Patient");
        foreach (var name in (string[])["identifier", "name", "address"])
        {
            var items = patient.Children(name).ToArray().Where(item => name != "identifier" || !ResidentNumber.Is(item)).ToArray();
            if (items.Length == 0) continue;
            json.WriteStartArray(name);
            foreach (var item in items) json.WriteRawValue(item.Raw);
            json.WriteEndArray();
        }

        if (Traits.Sex is { } sex) json.WriteString("gender", sex);
        if (Traits.BirthDate is { } birth) json.WriteString("birthDate", birth.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
