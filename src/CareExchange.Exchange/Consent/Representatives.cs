using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>Caregivers and guardians: what the RelatedPerson and the Patient say at the moment of each decision, so that an end bites at once, on every path.</summary>
internal sealed class Representatives(ResourceStore store, RepresentationRules rules, TimeProvider clock)
{
    // No Patient has such an id (R4 datatypes.html#id).
    private const string Nobody = "/";

    /// <summary>The requester as of now; who asks for themselves is as they were, and costs nothing.</summary>
    public ValueTask<Requester> AsOfNowAsync(Requester requester, CancellationToken cancellationToken) =>
        requester.Role == RequesterRole.Caregiver ? ReadAsync(requester, cancellationToken) : ValueTask.FromResult(requester);

    private async ValueTask<Requester> ReadAsync(Requester requester, CancellationToken cancellationToken)
    {
        if (requester.RelatedPersonId is not { } id || await store.ReadAsync("RelatedPerson", id, cancellationToken) is not { Deleted: false } stored) return To(requester, Nobody, isLegal: false);
        using var related = FhirDocument.Parse(stored.Json, Schema.R4).Value;
        if (related is null || Representations.PatientOf(related.Root) is not { } person || person != stored.Tags.Person) return To(requester, Nobody, isLegal: false);
        var patient = await store.ReadAsync("Patient", person, cancellationToken);
        return Representations.Of(related.Root, BirthDateOf(patient), clock.GetUtcNow(), rules) switch
        {
            Representation.Legal => To(requester, person, isLegal: true),
            Representation.Named => To(requester, person, isLegal: false),
            _ => To(requester, Nobody, isLegal: false),
        };
    }

    /// <summary>When somebody was born, as the Patient says; null where nothing is said.</summary>
    public static string? BirthDateOf(StoredResource? patient)
    {
        if (patient is not { Deleted: false }) return null;
        using var document = FhirDocument.Parse(patient.Json, Schema.R4).Value;
        return document?.Root["birthDate"].Text;
    }

    private static Requester To(Requester requester, string person, bool isLegal) =>
        requester with { PersonId = isLegal ? person : null, OnlyPersonId = requester.OnlyPersonId is { } only && only != person ? Nobody : person };
}
