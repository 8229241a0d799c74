using System.Globalization;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary>What a personal health record (<c>mappings/myhealthway</c>) sends of a town: FHIR, one resource a line.</summary>
internal static class TownRecords
{
    /// <summary>One message about some persons.</summary>
    public static byte[] Of(IEnumerable<TownPerson> persons)
    {
        var text = new StringBuilder();
        foreach (var person in persons)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"t{person.Number}");
            var subject = $$"""{"reference":"Patient/{{id}}"}""";
            var diagnosis = person.Pattern.Diagnosis!;
            Line($$"""{"resourceType":"Patient","id":"{{id}}","identifier":[{"system":"https://myhealthway.go.kr","value":"MHW-T{{person.Number:0000000}}"}],"name":[{"use":"official","text":"{{person.Name}}"}],"telecom":[{"system":"phone","value":"{{person.Phone}}","use":"mobile"}],"gender":"{{(person.IsFemale ? "female" : "male")}}","birthDate":"{{person.BirthDate:yyyy-MM-dd}}","address":[{"use":"home","type":"physical","text":"{{person.Address}}"}]}""");
            Line($$$"""{"resourceType":"Condition","id":"{{{id}}}-c","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"code":{"coding":[{"system":"http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8","code":"{{{diagnosis.Code}}}","display":"{{{diagnosis.Display}}}"}]},"subject":{{{subject}}},"recordedDate":"{{{person.ReceivedOn:yyyy-MM-dd}}}"}""");
            Line($$$"""{"resourceType":"Observation","id":"{{{id}}}-bp","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{{{subject}}},"effectiveDateTime":"{{{person.ReceivedOn:yyyy-MM-dd}}}T09:30:00+09:00","component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":{{{100 + (person.Number % 60)}}},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":{{{55 + (person.Number % 40)}}},"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]}""");
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
