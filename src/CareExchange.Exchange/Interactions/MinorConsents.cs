using CareExchange.Exchange.Consent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>PIPA 22-2: below an age the legal representative consents. A Consent to share that a minor gave alone is not stored; what a representative
/// agreed to once stands when the child has grown, until somebody withdraws it.</summary>
internal static class MinorConsents
{
    /// <summary>Why a Consent cannot be given so; null where it can, and for anything else.</summary>
    /// <param name="consent">The resource that is to stand.</param>
    /// <param name="read">Reads the Patient and the RelatedPersons it names, where it is to stand.</param>
    /// <param name="rules">Who is a minor, and who acts for them.</param>
    /// <param name="now">The moment.</param>
    public static async Task<Issue?> RefusalAsync(Element consent, Func<string, string, Task<StoredResource?>> read, RepresentationRules rules, DateTimeOffset now)
    {
        if (consent.TypeName != "Consent" || consent["status"].Text != "active" || IdOf(consent["patient"], "Patient/") is not { } person) return null;
        var birthDate = Representatives.BirthDateOf(await read("Patient", person));
        if (!Representations.IsMinor(birthDate, now, rules)) return null;
        List<string> performers = [];
        foreach (var performer in consent.Children("performer"))
        {
            if (IdOf(performer, "RelatedPerson/") is { } id) performers.Add(id);
        }

        foreach (var id in performers)
        {
            if (await read("RelatedPerson", id) is not { Deleted: false } stored) continue;
            using var related = FhirDocument.Parse(stored.Json, Schema.R4).Value;
            if (related is not null && Representations.PatientOf(related.Root) == person && Representations.Of(related.Root, birthDate, now, rules) == Representation.Legal) return null;
        }

        return Issue.Error("business-rule", "consent-minor", "For a minor the legal representative consents (PIPA 22-2).", "만 나이가 기준에 이르지 않은 아동의 동의는 법정대리인이 해야 합니다(개인정보 보호법 제22조의2).") with
        {
            Expression = "Consent.performer", Expected = "RelatedPerson who is a guardian or parent of the Patient", Found = performers.Count == 0 ? "none" : "no legal representative",
        };
    }

    private static string? IdOf(Element reference, string prefix) => reference["reference"].Text is { } text && text.StartsWith(prefix, StringComparison.Ordinal) && text.LastIndexOf('/') == prefix.Length - 1 ? text[prefix.Length..] : null;
}
