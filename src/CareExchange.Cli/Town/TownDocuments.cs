using System.Globalization;
using System.Security;
using System.Text;

namespace CareExchange.Cli.Town;

/// <summary>Referral notes of a town, as <c>mappings/dongshin-hospital</c> gets them: CDA R2.</summary>
internal static class TownDocuments
{
    private const string Hospital = "1.2.410.100110.10.99999902";

    /// <summary>The document of one person, by file name.</summary>
    public static (string File, byte[] Bytes) Of(TownPerson person)
    {
        var diagnosis = person.Pattern.Diagnosis!;
        FormattableString document = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <realmCode code="KR"/>
              <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
              <templateId root="1.2.410.100110.40.2.1.1"/>
              <id root="{Hospital}" extension="DS-T{person.Number:0000000}"/>
              <code code="57133-1" codeSystem="2.16.840.1.113883.6.1" displayName="Referral note"/>
              <title>진료의뢰서</title>
              <effectiveTime value="{person.ReceivedOn:yyyyMMdd}100000+0900"/>
              <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
              <languageCode code="ko-KR"/>
              <recordTarget><patientRole>
                <id root="{Hospital}" extension="DS-P{person.Number:0000000}"/>
                <addr use="HP"><streetAddressLine>{SecurityElement.Escape(person.Street)}</streetAddressLine><city>서대문구</city><state>서울특별시</state><country>KR</country></addr>
                <telecom use="MC" value="tel:{person.Phone}"/>
                <patient><name use="L">{person.Name}</name><administrativeGenderCode code="{(person.IsFemale ? 'F' : 'M')}" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="{person.BirthDate:yyyyMMdd}"/></patient>
              </patientRole></recordTarget>
              <author><time value="{person.ReceivedOn:yyyyMMdd}100000+0900"/><assignedAuthor>
                <id root="{Hospital}" extension="D-07"/><assignedPerson><name>이의사(가명)</name></assignedPerson><representedOrganization><name>동신병원(가상)</name></representedOrganization>
              </assignedAuthor></author>
              <custodian><assignedCustodian><representedCustodianOrganization>
                <id root="{Hospital}"/><name>동신병원(가상)</name><telecom value="tel:02-0000-0901"/>
              </representedCustodianOrganization></assignedCustodian></custodian>
              <component><structuredBody>
                <component><section>
                  <code code="42349-1" codeSystem="2.16.840.1.113883.6.1" displayName="Reason for referral"/><title>의뢰 사유</title><text>{SecurityElement.Escape(person.Pattern.AsIs)}</text>
                </section></component>
                <component><section>
                  <code code="29548-5" codeSystem="2.16.840.1.113883.6.1" displayName="Diagnosis"/><title>진단</title><text>{SecurityElement.Escape(diagnosis.Local)}</text>
                  <entry typeCode="DRIV"><observation classCode="OBS" moodCode="EVN">
                    <id root="{Hospital}" extension="DX-T{person.Number:0000000}"/><effectiveTime><low value="{person.ReceivedOn:yyyyMMdd}"/></effectiveTime>
                    <value xsi:type="CD" code="{diagnosis.Code}" codeSystem="1.2.410.100110.40.2.3.2" displayName="{SecurityElement.Escape(diagnosis.Display)}"/>
                  </observation></entry>
                </section></component>
              </structuredBody></component>
            </ClinicalDocument>

            """;
        return (string.Create(CultureInfo.InvariantCulture, $"{person.Number:0000000}.xml"), Encoding.UTF8.GetBytes(document.ToString(CultureInfo.InvariantCulture)));
    }
}
