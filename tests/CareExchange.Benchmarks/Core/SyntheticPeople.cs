using System.Globalization;

namespace CareExchange.Benchmarks.Core;

/// <summary>The person and the visits of a synthetic record.</summary>
internal static class SyntheticPeople
{
    private static readonly string[] s_families = ["Nam820", "Haneul417", "Bada663", "Sol95", "Garam218", "Byeol704"];
    private static readonly string[] s_given = ["Miru331", "Saebom27", "Dami904", "Onyu156", "Jiwoo588", "Haram412", "Nari73"];

    public static string Patient(string id, int person)
    {
        var family = s_families[person % s_families.Length];
        var given = s_given[person / 3 % s_given.Length];
        var year = 1931 + (person % 80);
        return $$"""
            {"resourceType":"Patient","id":"{{id}}",
             "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]},
             "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Generated for a benchmark. Seed: {{Number(person * 7919L)}}; person {{Number(person)}}, <b>invented</b>.</div>"},
             "extension":[
              {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","extension":[
               {"url":"ombCategory","valueCoding":{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2186-5","display":"Not Hispanic or Latino"} },
               {"url":"text","valueString":"Not Hispanic or Latino"}]},
              {"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"{{s_given[(person + 2) % s_given.Length]}} {{family}}"},
              {"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"Fall Creek","state":"North Shore","country":"KR"} },
              {"url":"http://example.org/fhir/StructureDefinition/disability-adjusted-life-years","valueDecimal":{{Number(person % 17)}}.0{{Number((person % 89) + 10)}}8}],
             "identifier":[
              {"system":"http://example.org/fhir/synthetic","value":"{{id}}"},
              {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}],"text":"Medical Record Number"},"system":"http://hospital.example.org","value":"{{id}}"},
              {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"DL","display":"Driver's license number"}],"text":"Driver's license number"},"system":"urn:oid:2.16.840.1.113883.4.3.25","value":"S{{Number(99900000 + person)}}"}],
             "name":[
              {"use":"official","family":"{{family}}","given":["{{given}}"],"prefix":["Ms."]},
              {"use":"maiden","family":"{{s_families[(person + 1) % s_families.Length]}}","given":["{{given}}"],"prefix":["Ms."]}],
             "telecom":[{"system":"phone","value":"555-{{Number(100 + (person % 900))}}-{{Number(1000 + (person % 9000))}}","use":"home"}],
             "gender":"{{Gender(person)}}","birthDate":"{{Number(year)}}-0{{Number((person % 9) + 1)}}-1{{Number(person % 10)}}",
             "address":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/geolocation","extension":[{"url":"latitude","valueDecimal":42.{{Number(100000 + person)}} },{"url":"longitude","valueDecimal":-71.{{Number(200000 + person)}} }]}],
              "line":["{{Number(100 + (person % 900))}} Willow Path Suite {{Number(person % 40)}}"],"city":"Fall Creek","state":"North Shore","postalCode":"0{{Number(1000 + (person % 9000))}}","country":"KR"}],
             "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}],"text":"Married"},
             "multipleBirthBoolean":false,
             "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"en-US","display":"English"}],"text":"English"} }]}
            """;
    }

    public static string Encounter(string id, string patient, SyntheticMoment at) => $$"""
        {"resourceType":"Encounter","id":"{{id}}",
         "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter"]},
         "identifier":[{"use":"official","system":"http://example.org/fhir/synthetic","value":"{{id}}"}],
         "status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
         "type":[{"coding":[{"system":"http://snomed.info/sct","code":"185349003","display":"Encounter for check up (procedure)"}],"text":"Encounter for check up (procedure)"}],
         "subject":{"reference":"Patient/{{patient}}","display":"Ms. Invented Person"},
         "participant":[{"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"PPRF","display":"primary performer"}],"text":"primary performer"}],
          "period":{"start":"{{at.Start}}","end":"{{at.End}}"},
          "individual":{"reference":"Practitioner/{{patient}}","display":"Dr. Invented Practitioner"} }],
         "period":{"start":"{{at.Start}}","end":"{{at.End}}"},
         "location":[{"location":{"reference":"Location/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"} }],
         "serviceProvider":{"reference":"Organization/{{patient}}","display":"WILLOW PATH OUTPATIENT CLINIC"} }
        """;

    private static string Gender(int person) => person % 2 == 0 ? "female" : "male";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
