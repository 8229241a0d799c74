using System.Collections.Frozen;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Consent;

/// <summary>The classes of data consent is asked for, and how a resource gets its class.</summary>
/// <remarks>A stored resource has exactly one class. A map's own label wins, because only the map knows that an Observation is a
/// cognition score; the type decides for everything else, and an unknown type falls into the most protected class.</remarks>
public static class DataCategories
{
    /// <summary>The code system, also of the label in <c>meta.security</c>.</summary>
    public const string System = "urn:careexchange:data-category";

    /// <summary>Who the person is, address and contact.</summary>
    public const string Identity = "identity";

    /// <summary>Family and living situation.</summary>
    public const string Household = "household";

    /// <summary>Diagnoses, medication, stays, procedures.</summary>
    public const string Clinical = "clinical";

    /// <summary>Activities of daily living, needs, pre-screen.</summary>
    public const string Function = "function";

    /// <summary>Cognitive screening, dementia stage and registration.</summary>
    public const string Cognition = "cognition";

    /// <summary>Long-term-care grade, rejection, benefit status, coverage.</summary>
    public const string Benefit = "benefit";

    /// <summary>Income, property, debts.</summary>
    public const string Economic = "economic";

    /// <summary>What needs an agreement of its own (PIPA 23): mental health, addiction, HIV, abuse. A label that says so decides, whatever else is said.</summary>
    public const string Sensitive = "sensitive";

    /// <summary>Services, plan, goals, team.</summary>
    public const string Service = "service";

    /// <summary>Referrals and their state.</summary>
    public const string Referral = "referral";

    /// <summary>What the person agreed to.</summary>
    public const string Consent = "consent";

    /// <summary>Organisations and their staff; never about a person.</summary>
    public const string Admin = "admin";

    /// <summary>Original messages and who made what from them.</summary>
    public const string Record = "record";

    /// <summary>Every class, in the order of a page.</summary>
    public static IReadOnlyList<DataCategory> All { get; } =
    [
        new(Identity, "identity and contact", "인적사항·연락처"),
        new(Household, "household and family", "가구·가족"),
        new(Clinical, "diagnoses and treatment", "진단·치료"),
        new(Function, "daily function and needs", "일상생활기능·욕구"),
        new(Cognition, "cognition and dementia", "인지·치매"),
        new(Benefit, "long-term care and benefits", "장기요양·급여"),
        new(Economic, "economic situation", "경제 상황"),
        new(Sensitive, "mental health, addiction, HIV, abuse", "민감정보(정신건강·중독·감염·학대)"),
        new(Service, "services and plan", "서비스·계획"),
        new(Referral, "referrals", "의뢰"),
        new(Consent, "consents", "동의"),
        new(Admin, "organisations and staff", "기관·담당자"),
        new(Record, "original records", "원문·이력"),
    ];

    /// <summary>The class with this code; null for an unknown code.</summary>
    public static DataCategory? Find(string? code) => code is null ? null : s_byCode.GetValueOrDefault(code);

    private static readonly FrozenDictionary<string, DataCategory> s_byCode = All.ToFrozenDictionary(category => category.Code, StringComparer.Ordinal);

    /// <summary>The class of a resource: its label in <c>meta.security</c> first, else by type, else <see cref="Clinical"/>.</summary>
    /// <remarks>A label cannot turn personal data into <see cref="Admin"/>, nor an organisation into personal data; what names a patient, or contains what is about one, is personal data. Where several labels
    /// stand, the first one that is known counts.</remarks>
    /// <param name="resource">The root element of a resource.</param>
    public static string Classify(Element resource)
    {
        var byType = OfType(resource.TypeName);
        if (byType == Admin && !IsAboutSomebody(resource)) return Admin;
        if (byType != Consent && IsSensitive(resource)) return Sensitive;
        foreach (var label in resource["meta"].Children("security"))
        {
            if (label["system"].Text == System && Find(label["code"].Text) is { } stated && stated.Code != Admin) return stated.Code;
        }

        return byType switch
        {
            null or Admin => Clinical,
            Clinical when resource.TypeName is "Observation" or "QuestionnaireResponse" && IsSocial(resource) => Function,
            _ => byType,
        };
    }

    // A Device is somebody's where it names a patient; and an entry of the directory that carries a person's record inside is none.
    private static bool IsAboutSomebody(Element resource)
    {
        if (resource.TypeName == "Device" && resource["patient"].Kind != JsonKind.None) return true;
        foreach (var contained in resource.Children("contained"))
        {
            if (OfType(contained.TypeName) is not (null or Admin)) return true;
        }

        return false;
    }

    /// <summary>Sensitivities of v3-ActCode that need an agreement of their own.</summary>
    public static IReadOnlySet<string> Sensitivities { get; } = new HashSet<string>(StringComparer.Ordinal) { "PSY", "MH", "PSYTHPN", "BH", "EMOTDIS", "HIV", "STD", "SEX", "SPI", "MST", "GDIS", "SDV", "VIO", "ETH", "ETHUD", "ALC", "SUD", "OPIOID", "OPIOIDUD" };

    private static bool IsSensitive(Element resource)
    {
        foreach (var label in resource["meta"].Children("security"))
        {
            if (LabelSystems.IsSensitivity(label["system"].Text) && label["code"].Text is { } code && Sensitivities.Contains(code)) return true;
        }

        return false;
    }

    // R4 observation-category: social-history, survey and activity describe how someone lives, not what a physician found.
    private static bool IsSocial(Element resource)
    {
        foreach (var category in resource.Children("category"))
        {
            foreach (var coding in category.Children("coding"))
            {
                if (coding["code"].Text is "social-history" or "survey" or "activity") return true;
            }
        }

        return false;
    }

    private static string? OfType(string type) => type switch
    {
        "Patient" or "Person" => Identity,
        "RelatedPerson" or "FamilyMemberHistory" => Household,
        "Observation" or "Condition" or "Encounter" or "Procedure" or "AllergyIntolerance" or "MedicationRequest"
            or "MedicationStatement" or "MedicationAdministration" or "MedicationDispense" or "DiagnosticReport" or "Immunization"
            or "ImagingStudy" or "Specimen" or "EpisodeOfCare" or "ClinicalImpression" or "RiskAssessment" => Clinical,
        "QuestionnaireResponse" => Function,
        "Coverage" or "CoverageEligibilityResponse" or "ExplanationOfBenefit" or "Claim" or "ClaimResponse" => Benefit,
        "Account" or "Invoice" => Economic,
        "CarePlan" or "CareTeam" or "Goal" or "Appointment" or "AppointmentResponse" or "DeviceRequest" or "SupplyRequest"
            or "NutritionOrder" or "Communication" or "CommunicationRequest" or "Flag" => Service,
        "ServiceRequest" or "Task" or "RequestGroup" => Referral,
        "Consent" => Consent,
        "Organization" or "Practitioner" or "PractitionerRole" or "Location" or "HealthcareService" or "Endpoint" or "Device"
            or "Questionnaire" or "ValueSet" or "CodeSystem" or "ConceptMap" or "StructureMap" or "StructureDefinition"
            or "SearchParameter" or "CapabilityStatement" => Admin,
        "DocumentReference" or "Provenance" or "AuditEvent" or "Binary" or "Composition" or "DocumentManifest" or "List" => Record,
        _ => null,
    };
}
