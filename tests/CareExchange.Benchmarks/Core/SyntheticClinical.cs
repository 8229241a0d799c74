using System.Globalization;

namespace CareExchange.Benchmarks.Core;

/// <summary>What was found and done: the clinical resources of a synthetic record.</summary>
internal static class SyntheticClinical
{
    private static readonly (string Code, string Display, string Unit)[] s_measures =
    [
        ("8302-2", "Body Height", "cm"), ("29463-7", "Body Weight", "kg"), ("39156-5", "Body mass index (BMI) [Ratio]", "kg/m2"), ("8867-4", "Heart rate", "/min"),
        ("9279-1", "Respiratory rate", "/min"), ("2339-0", "Glucose [Mass/volume] in Blood", "mg/dL"), ("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "mg/dL"),
    ];

    public static string Condition(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"Condition","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-condition-encounter-diagnosis"]},
         "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]},
         "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"encounter-diagnosis","display":"Encounter Diagnosis"}]}],
         "code":{"coding":[{"system":"http://snomed.info/sct","code":"444814009","display":"Viral sinusitis (disorder)"}],"text":"Viral sinusitis (disorder)"},
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "onsetDateTime":"{{at.Start}}","abatementDateTime":"{{at.End}}","recordedDate":"{{at.Start}}"}
        """;

    public static string Observation(string id, string patient, string visit, SyntheticMoment at)
    {
        var (code, display, unit) = s_measures[at.Pick(s_measures.Length)];
        return $$"""
            {"resourceType":"Observation","id":"{{id}}",
             "meta":{"profile":["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
             "status":"final",
             "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}]}],
             "code":{"coding":[{"system":"http://loinc.org","code":"{{code}}","display":"{{display}}"}],"text":"{{display}}"},
             "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
             "effectiveDateTime":"{{at.Start}}","issued":"{{at.Issued}}",
             "valueQuantity":{"value":{{Number(at.Pick(180))}}.{{Number(at.Pick(90) + 10)}},"unit":"{{unit}}","system":"http://unitsofmeasure.org","code":"{{unit}}"} }
            """;
    }

    public static string BloodPressure(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"Observation","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/StructureDefinition/bp","http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
         "status":"final",
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}]}],
         "code":{"coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure panel with all children optional"}],"text":"Blood pressure panel with all children optional"},
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "effectiveDateTime":"{{at.Start}}","issued":"{{at.Issued}}",
         "component":[
          {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4","display":"Diastolic blood pressure"}],"text":"Diastolic blood pressure"},
           "valueQuantity":{"value":{{Number(60 + at.Pick(30))}},"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"} },
          {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Systolic blood pressure"}],"text":"Systolic blood pressure"},
           "valueQuantity":{"value":{{Number(100 + at.Pick(60))}},"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"} }]}
        """;

    public static string Procedure(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"Procedure","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure"]},
         "status":"completed",
         "code":{"coding":[{"system":"http://snomed.info/sct","code":"430193006","display":"Medication Reconciliation (procedure)"}],"text":"Medication Reconciliation (procedure)"},
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "performedPeriod":{"start":"{{at.Start}}","end":"{{at.End}}"},
         "location":{"reference":"Location/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"},
         "reasonReference":[{"reference":"Condition/{{visit}}","display":"Viral sinusitis (disorder)"}]}
        """;

    public static string DiagnosticReport(string id, string patient, string visit, SyntheticMoment at, IEnumerable<string> results) => $$"""
        {"resourceType":"DiagnosticReport","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-diagnosticreport-lab"]},
         "status":"final",
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB","display":"Laboratory"}]}],
         "code":{"coding":[{"system":"http://loinc.org","code":"57698-3","display":"Lipid panel with direct LDL - Serum or Plasma"}],"text":"Lipid panel with direct LDL - Serum or Plasma"},
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "effectiveDateTime":"{{at.Start}}","issued":"{{at.Issued}}",
         "performer":[{"reference":"Organization/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"}],
         "result":[{{string.Join(",", results.Select(result => $$"""{"reference":"Observation/{{result}}","display":"Total Cholesterol"}"""))}}],
         "presentedForm":[{"contentType":"text/plain","data":"UmVwb3J0IG9mIGFuIGludmVudGVkIHZpc2l0LiBUaGUgcGVyc29uIGlzIHdlbGwuIE5vdGhpbmcgbmVlZHMgdG8gYmUgZG9uZS4gVGhlIG5leHQgdmlzaXQgaXMgaW4gYSB5ZWFyLiBU"}]}
        """;

    public static string Immunization(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"Immunization","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-immunization"]},
         "status":"completed",
         "vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"140","display":"Influenza, seasonal, injectable, preservative free"}],"text":"Influenza, seasonal, injectable, preservative free"},
         "patient":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "occurrenceDateTime":"{{at.Start}}","primarySource":true,
         "location":{"reference":"Location/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"} }
        """;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
