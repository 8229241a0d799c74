using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Persons;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/$match</c> (R4 patient-operation-match.html): the persons whom a Patient may mean, the likeliest first.</summary>
/// <remarks>Only persons whom the requester may see anyway are told, or tell by how certain others are: that somebody is known here is itself a fact about them.</remarks>
public sealed class MatchOperation(PersonResolver resolver, ResourceStore store, ConsentDecider consent, AuditTrail audit, Schema schema) : IOperation
{
    private const string Grade = "http://hl7.org/fhir/StructureDefinition/match-grade";

    // Name and date of birth together, or an identifier whose other facts differ: more likely one person than two.
    private const int Probable = 70;

    // One of the strong facts and something beside it.
    private const int Possible = 35;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Patient-match";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Search;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var patient = input.Element("resource");
        if (patient.TypeName != "Patient") return OperationIssues.WrongType(input.Where("resource"), "Patient", patient.TypeName);
        if (input.Number("count") is < 1) return OperationIssues.WrongValue(input.Where("count"), "a whole number from 1 on");

        // Who is not shown a number or an address learns nothing by trying one out.
        var asked = consent.Masking.Of(call.Requester.Role) is { } masks ? IdentifierMask.Without(patient.Raw.ToArray(), masks) : patient.Raw.ToArray();
        using var stated = FhirDocument.Parse(asked, schema).Value ?? throw new InvalidOperationException("A parameter is not JSON.");
        PersonResolution resolution;
        var (looking, views) = (new Disclosure(consent, call.Requester), new Dictionary<string, ReadOnlyMemory<byte>?>(StringComparer.Ordinal));
        await using (var transaction = await store.BeginAsync(cancellationToken)) resolution = await resolver.ResolveAsync(transaction, stated, SeenAsync, cancellationToken);

        var disclosure = new Disclosure(consent, call.Requester);
        var matches = new List<(ResourceVersion Patient, int Score, string Grade)>();
        foreach (var candidate in resolution.Candidates)
        {
            var grade = GradeOf(candidate, resolution);
            if (grade == "certainly-not" || (input.Flag("onlyCertainMatches") == true && grade != "certain")) continue;
            if (matches.Count == (input.Number("count") ?? int.MaxValue)) break;
            if (await store.ReadAsync("Patient", candidate.Person, cancellationToken) is not { Deleted: false } known) continue;
            if (await disclosure.ReleaseAsync(known, cancellationToken) is { } json) matches.Add((ResourceVersion.Of(known, json), candidate.Score, grade));
        }

        await audit.RecordAsync(disclosure.Listed(AuditAction.Operation, call.Trace, call.Target.Name), cancellationToken);
        return new OperationAnswer(Write(call, matches));

        // What is compared does not leave: what does is on record.
        async Task<ReadOnlyMemory<byte>?> SeenAsync(string person)
        {
            if (views.TryGetValue(person, out var view)) return view;
            return views[person] = await looking.ReadAsync("Patient", person, cancellationToken) is { Deleted: false } known ? await looking.ReleaseAsync(known, cancellationToken) : null;
        }
    }

    private static string GradeOf(MatchCandidate candidate, PersonResolution resolution) =>
        resolution.Person == candidate.Person ? "certain"
        : candidate.Score >= Probable ? "probable"
        : candidate.Score >= Possible || candidate.Agreeing.Contains("identifier", StringComparer.Ordinal) ? "possible" : "certainly-not";

    private static byte[] Write(OperationCall call, List<(ResourceVersion Patient, int Score, string Grade)> matches) => OperationJson.Object(json =>
    {
        json.WriteString("resourceType", "Bundle");
        json.WriteString("type", "searchset");
        json.WriteNumber("total", matches.Count);
        if (matches.Count == 0) return;
        json.WriteStartArray("entry");
        foreach (var (patient, score, grade) in matches)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"{call.Base}/Patient/{patient.Id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(patient.Json.Span, skipInputValidation: true);
            json.WriteStartObject("search");
            json.WriteStartArray("extension");
            json.WriteStartObject();
            json.WriteString("url", Grade);
            json.WriteString("valueCode", grade);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("mode", "match");
            json.WritePropertyName("score");
            json.WriteRawValue((score / 100m).ToString("0.##", CultureInfo.InvariantCulture), skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
