using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent;

/// <summary>Reads a RelatedPerson. Pure; doubt closes.</summary>
internal static class Representations
{
    private const string RoleSystem = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

    /// <summary>Id of the Patient it names; null for none of this gateway.</summary>
    public static string? PatientOf(Element related) =>
        related["patient"]["reference"].Text is { } text && text.StartsWith("Patient/", StringComparison.Ordinal) && text.LastIndexOf('/') == 7 ? text[8..] : null;

    /// <summary>What it may do now.</summary>
    /// <param name="related">The RelatedPerson.</param>
    /// <param name="birthDate">When the person was born, as the Patient says; null where nobody knows.</param>
    /// <param name="now">The moment.</param>
    /// <param name="rules">Who may act.</param>
    public static Representation Of(Element related, string? birthDate, DateTimeOffset now, RepresentationRules rules)
    {
        if (related["active"].Text == "false" || related["modifierExtension"].Exists) return Representation.None;
        var period = related["period"];
        if (period.Exists && TimeRange.Between(period["start"].Text, period["end"].Text)?.Contains(now) != true) return Representation.None;
        var isMinor = IsMinor(birthDate, now, rules);
        foreach (var relationship in related.Children("relationship"))
        {
            foreach (var coding in relationship.Children("coding"))
            {
                if (coding["system"].Text != RoleSystem || coding["code"].Text is not { } code) continue;
                if (rules.Guardians.Contains(code, StringComparer.Ordinal) || (isMinor && rules.Parents.Contains(code, StringComparer.Ordinal))) return Representation.Legal;
            }
        }

        return Representation.Named;
    }

    /// <summary>True where the person has surely not reached the age: of a year alone, nobody knows which day it was, and the earliest counts.</summary>
    public static bool IsMinor(string? birthDate, DateTimeOffset now, RepresentationRules rules) => TimeRange.Parse(birthDate) is { } born && now < born.From.AddYears(rules.MinorAge);
}
