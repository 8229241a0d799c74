using System.Globalization;

namespace CareExchange.Benchmarks.Core;

/// <summary>What is asked for, planned and billed: the remaining resources of a synthetic record.</summary>
internal static class SyntheticPlans
{
    private static readonly string[] s_benefits = ["allowed", "paid", "deductible"];

    public static string MedicationRequest(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"MedicationRequest","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-medicationrequest"]},
         "status":"stopped","intent":"order",
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/medicationrequest-category","code":"community","display":"Community"}],"text":"Community"}],
         "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313782","display":"Acetaminophen 325 MG Oral Tablet"}],"text":"Acetaminophen 325 MG Oral Tablet"},
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},"authoredOn":"{{at.Start}}",
         "requester":{"reference":"Practitioner/{{patient}}","display":"Dr. Invented Practitioner"},
         "reasonReference":[{"reference":"Condition/{{visit}}","display":"Viral sinusitis (disorder)"}],
         "dosageInstruction":[{"sequence":1,"text":"Take as needed.","timing":{"repeat":{"frequency":{{Number(1 + at.Pick(3))}},"period":1.0,"periodUnit":"d"} },"asNeededBoolean":false,
          "doseAndRate":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered","display":"Ordered"}]},"doseQuantity":{"value":1.0} }]}]}
        """;

    public static string CarePlan(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"CarePlan","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-careplan"]},
         "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Care plan for diabetes self management.<br/>Activities: <ul><li>Diabetic diet</li><li>Exercise therapy</li></ul><br/>Written on {{at.Day}}.</div>"},
         "status":"active","intent":"order",
         "category":[{"coding":[{"system":"http://hl7.org/fhir/us/core/CodeSystem/careplan-category","code":"assess-plan"}]},
          {"coding":[{"system":"http://snomed.info/sct","code":"698360004","display":"Diabetes self management plan (record artifact)"}],"text":"Diabetes self management plan (record artifact)"}],
         "subject":{"reference":"Patient/{{patient}}"},"encounter":{"reference":"Encounter/{{visit}}"},
         "period":{"start":"{{at.Start}}"},"careTeam":[{"reference":"CareTeam/{{patient}}"}],"addresses":[{"reference":"Condition/{{visit}}"}],
         "activity":[{{Activity("160670007", "Diabetic diet (finding)")}},{{Activity("229065009", "Exercise therapy (regime/therapy)")}}]}
        """;

    public static string Claim(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"Claim","id":"{{id}}","status":"active",
         "type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"claim",
         "patient":{"reference":"Patient/{{patient}}","display":"Ms. Invented Person"},
         "billablePeriod":{"start":"{{at.Start}}","end":"{{at.End}}"},"created":"{{at.End}}",
         "provider":{"reference":"Organization/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"},
         "priority":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/processpriority","code":"normal"}]},
         "facility":{"reference":"Location/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"},
         "diagnosis":[{"sequence":1,"diagnosisReference":{"reference":"Condition/{{visit}}"} }],
         "insurance":[{"sequence":1,"focal":true,"coverage":{"display":"Invented Mutual"} }],
         "item":[{{Items(2 + at.Pick(2), item => Item(item, visit, at))}}],
         "total":{"value":{{Number(120 + at.Pick(900))}}.58,"currency":"USD"} }
        """;

    public static string ExplanationOfBenefit(string id, string patient, string visit, SyntheticMoment at) => $$"""
        {"resourceType":"ExplanationOfBenefit","id":"{{id}}",
         "contained":[
          {"resourceType":"ServiceRequest","id":"referral","status":"completed","intent":"order","subject":{"reference":"Patient/{{patient}}"},"requester":{"reference":"Practitioner/{{patient}}"},"performer":[{"reference":"Practitioner/{{patient}}"}]},
          {"resourceType":"Coverage","id":"coverage","status":"active","type":{"text":"Invented Mutual"},"beneficiary":{"reference":"Patient/{{patient}}"},"payor":[{"display":"Invented Mutual"}]}],
         "identifier":[{"system":"https://bluebutton.cms.gov/resources/variables/clm_id","value":"{{id}}"},{"system":"https://bluebutton.cms.gov/resources/identifier/claim-group","value":"99999999999"}],
         "status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"claim",
         "patient":{"reference":"Patient/{{patient}}"},"billablePeriod":{"start":"{{at.Start}}","end":"{{at.End}}"},"created":"{{at.End}}",
         "insurer":{"display":"Invented Mutual"},"provider":{"reference":"Practitioner/{{patient}}"},"referral":{"reference":"#referral"},
         "facility":{"reference":"Location/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"},"claim":{"reference":"Claim/{{visit}}"},"outcome":"complete",
         "careTeam":[{"sequence":1,"provider":{"reference":"Practitioner/{{patient}}"},"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/claimcareteamrole","code":"primary","display":"Primary provider"}]} }],
         "diagnosis":[{"sequence":1,"diagnosisReference":{"reference":"Condition/{{visit}}"},"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/ex-diagnosistype","code":"principal"}]}]}],
         "insurance":[{"focal":true,"coverage":{"reference":"#coverage","display":"Invented Mutual"} }],
         "item":[{{Items(2, item => Adjudicated(item, visit, at))}}],
         "total":[{"category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"submitted","display":"Submitted Amount"}],"text":"Submitted Amount"},"amount":{"value":{{Number(120 + at.Pick(900))}}.58,"currency":"USD"} }],
         "payment":{"amount":{"value":{{Number(90 + at.Pick(500))}}.06,"currency":"USD"} } }
        """;

    private static string Activity(string code, string display) => $$"""
        {"detail":{"code":{"coding":[{"system":"http://snomed.info/sct","code":"{{code}}","display":"{{display}}"}],"text":"{{display}}"},"status":"in-progress","location":{"display":"WILLOW PATH OUTPATIENT CLINIC"} } }
        """;

    private static string Item(int sequence, string visit, SyntheticMoment at) => $$"""
        {"sequence":{{Number(sequence)}},"productOrService":{"coding":[{"system":"http://snomed.info/sct","code":"185349003","display":"Encounter for check up (procedure)"}],"text":"Encounter for check up (procedure)"},
         "encounter":[{"reference":"Encounter/{{visit}}"}],"net":{"value":{{Number(20 + at.Pick(300))}}.55,"currency":"USD"} }
        """;

    private static string Adjudicated(int sequence, string visit, SyntheticMoment at) => $$"""
        {"sequence":{{Number(sequence)}},"category":{"coding":[{"system":"https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd","code":"1","display":"Medical care"}]},
         "productOrService":{"coding":[{"system":"http://snomed.info/sct","code":"185349003","display":"Encounter for check up (procedure)"}],"text":"Encounter for check up (procedure)"},
         "servicedPeriod":{"start":"{{at.Start}}","end":"{{at.End}}"},"encounter":[{"reference":"Encounter/{{visit}}"}],
         "locationCodeableConcept":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/ex-serviceplace","code":"19","display":"Off Campus-Outpatient Hospital"}]},
         "net":{"value":{{Number(20 + at.Pick(300))}}.55,"currency":"USD"},
         "adjudication":[{{string.Join(",", s_benefits.Select(benefit => Benefit(benefit, at)))}}]}
        """;

    private static string Benefit(string name, SyntheticMoment at) => $$"""
        {"category":{"coding":[{"system":"https://bluebutton.cms.gov/resources/codesystem/adjudication","code":"https://bluebutton.cms.gov/resources/variables/line_{{name}}_chrg_amt","display":"Line {{name}} amount"}]},
         "amount":{"value":{{Number(10 + at.Pick(200))}}.{{Number(10 + at.Pick(80))}},"currency":"USD"} }
        """;

    private static string Items(int count, Func<int, string> item) => string.Join(",", Enumerable.Range(1, count).Select(item));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
