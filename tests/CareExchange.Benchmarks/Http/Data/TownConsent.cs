namespace CareExchange.Benchmarks.Http.Data;

/// <summary>What one person of the town agreed to: that one of the town's clinics may see something.</summary>
internal static class TownConsent
{
    /// <summary>How many clinics the consents name.</summary>
    public const int Clinics = 16;

    private static readonly string[] s_classes = ["clinical", "function", "benefit", "service"];

    /// <summary>The organisation that this person's consent names.</summary>
    public static string ClinicOf(int person) => $"clinic-{person % Clinics}";

    /// <summary>The Consent as JSON with white space.</summary>
    public static string Json(string id, string patient, int person) => $$"""
        {"resourceType":"Consent","id":"{{id}}","status":"active",
         "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/{{patient}}"},"dateTime":"202{{person % 6}}-0{{1 + (person % 9)}}-1{{person % 10}}",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
         "provision":{"type":"permit",
          "actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{ClinicOf(person)}}"} }],
          "class":[{"system":"urn:careexchange:data-category","code":"identity"},{"system":"urn:careexchange:data-category","code":"{{s_classes[person % s_classes.Length]}}"}],
          "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}]} }
        """;
}
