using CareExchange.Terminology.CodeSystems;

namespace CareExchange.Terminology.Tests.CodeSystems;

public class CodeShapeTests
{
    [Theory]
    [InlineData("http://loinc.org", "8867-4", null)]
    [InlineData("http://loinc.org", "8867-5", false)]
    [InlineData("http://loinc.org", "LA6568-5", null)]
    [InlineData("http://loinc.org", "LP7751-3", null)]
    [InlineData("http://loinc.org", "blood", false)]
    [InlineData("http://snomed.info/sct", "38341003", null)]
    [InlineData("http://snomed.info/sct", "38341004", false)]
    [InlineData("http://snomed.info/sct", "12345", false)]
    [InlineData("http://snomed.info/sct", "35901911000001104", null)]
    [InlineData("http://snomed.info/sct", "64572001:363698007=80891009", null)]
    [InlineData("http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", "I63.9", null)]
    [InlineData("http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", "S72000", null)]
    [InlineData("http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", "뇌경색", false)]
    [InlineData("http://www.hl7korea.or.kr/CodeSystem/hira-edi-medication", "642101330", null)]
    [InlineData("http://www.hl7korea.or.kr/CodeSystem/hira-edi-medication", "6421", false)]
    [InlineData("http://hl7.org/fhir/sid/icd-10", "E11.9", null)]
    [InlineData("http://hl7.org/fhir/sid/icd-10-cm", "E10.3211+TT1.2", false)]
    [InlineData("http://hl7.org/fhir/sid/ndc", "0069-2587-10", null)]
    [InlineData("http://hl7.org/fhir/sid/cvx", "flu", false)]
    [InlineData("http://www.whocc.no/atc", "N02BE01", null)]
    [InlineData("http://unitsofmeasure.org", "mm[Hg]", true)]
    [InlineData("http://unitsofmeasure.org", "mmHg", false)]
    [InlineData("urn:iso:std:iso:3166", "KOR", null)]
    [InlineData("urn:iso:std:iso:3166", "410", null)]
    [InlineData("urn:iso:std:iso:3166", "XX", false)]
    [InlineData("urn:iso:std:iso:4217", "KRW", true)]
    [InlineData("urn:nobody", "anything", null)]
    public void A_shape_refuses_what_cannot_be_a_code_and_confirms_only_what_it_defines(string system, string code, bool? expected) =>
        Assert.Equal(expected, CodeShape.Check(system, code));
}
