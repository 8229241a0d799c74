using System.Text.Json;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Operations;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>Where a partner's manifest wants it, what is stored says of every element from which field of the message it was made.</summary>
public sealed class FieldProvenanceTests
{
    private const string Path = "http://hl7.org/fhir/StructureDefinition/targetPath";

    private static readonly Partner Hospital = new("inwang-hospital", "inwang-hospital", "인왕병원(가상)", LegalBasis.Consent);

    [Fact]
    public async Task Each_field_of_a_message_has_a_provenance_that_names_the_elements_made_from_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var profile = PartnerExamples.Profile("inwang-hospital", (name, text) => name == "mapping.json" ? text.Replace("\"contentType\": \"application/hl7-v2\",", "\"contentType\": \"application/hl7-v2\", \"provenance\": true,", StringComparison.Ordinal) : text);
        var report = await SendAsync(exchange, profile);

        Assert.Equal(MessageState.Processed, report.State);
        var patient = Assert.Single(await exchange.AllAsync("Patient"));
        var found = (await exchange.AllAsync("Provenance")).Select(one => JsonDocument.Parse(one.Json).RootElement).ToList();
        var birth = Assert.Single(found, one => Display(one)?.StartsWith("PID-7", StringComparison.Ordinal) == true);
        var target = Assert.Single(birth.GetProperty("target").EnumerateArray(), one => one.GetProperty("extension")[0].GetProperty("valueString").GetString() == "Patient.birthDate");
        Assert.Equal($"Patient/{patient.Id}/_history/1", target.GetProperty("reference").GetString());
        Assert.Equal(Path, target.GetProperty("extension")[0].GetProperty("url").GetString());
        Assert.Equal($"DocumentReference/{report.MessageId}", birth.GetProperty("entity")[0].GetProperty("what").GetProperty("reference").GetString());
        Assert.DoesNotContain(found, one => one.GetRawText().Contains("가명", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_setting_there_is_one_for_each_person()
    {
        await using var exchange = await TestExchange.OpenAsync();

        await SendAsync(exchange, PartnerExamples.Profile("inwang-hospital"));

        Assert.All(await exchange.AllAsync("Provenance"), one => Assert.Null(Display(JsonDocument.Parse(one.Json).RootElement)));
    }

    [Fact]
    public void A_transformed_message_may_carry_the_same_and_is_still_a_transaction()
    {
        var result = PartnerExamples.Profile("inwang-hospital").Transform(PartnerExamples.Message("inwang-hospital/examples/01-input.hl7"), "application/hl7-v2", "01-input.hl7").Value!;

        using var bundle = JsonDocument.Parse(TransformProvenance.Append(result, DateTimeOffset.UnixEpoch));

        var entries = bundle.RootElement.GetProperty("entry").EnumerateArray().ToList();
        var provenances = entries.Where(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString() == "Provenance").ToList();
        var urls = entries.Select(entry => entry.GetProperty("fullUrl").GetString()).ToHashSet();
        Assert.NotEmpty(provenances);
        Assert.All(provenances, entry => Assert.Equal("POST", entry.GetProperty("request").GetProperty("method").GetString()));
        Assert.All(provenances.SelectMany(entry => entry.GetProperty("resource").GetProperty("target").EnumerateArray()), target => Assert.Contains(target.GetProperty("reference").GetString(), urls));
        Assert.True(FhirDocument.Parse(System.Text.Encoding.UTF8.GetBytes(bundle.RootElement.GetRawText()), Schema.R4).Succeeded);
        Assert.Equal(entries.Count, urls.Count);
    }

    private static string? Display(JsonElement provenance) =>
        provenance.TryGetProperty("entity", out var entity) && entity[0].GetProperty("what").TryGetProperty("display", out var display) ? display.GetString() : null;

    private static Task<MessageReport> SendAsync(TestExchange exchange, MappingProfile profile) => exchange.Intake(profile).ReceiveAsync(
        Hospital, TestExchange.System("inwang-hospital"), PartnerExamples.Message("inwang-hospital/examples/01-input.hl7"), "application/hl7-v2", null, TestExchange.Trace, default);
}
