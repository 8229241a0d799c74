using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class IdentifierMaskTests
{
    private static readonly IdentifierMasks All = new(IdentifierShow.Masked, IdentifierShow.Masked, IdentifierShow.Masked, IdentifierShow.Masked, IdentifierShow.Masked);
    private static readonly IdentifierMasks None = new(IdentifierShow.Absent, IdentifierShow.Absent, IdentifierShow.Absent, IdentifierShow.Absent, IdentifierShow.Absent);

    [Theory]
    [InlineData("""{"telecom":[{"system":"phone","value":"010-1234-5678"}]}""", """{"telecom":[{"system":"phone","value":"010-****-5678"}]""")]
    [InlineData("""{"telecom":[{"system":"phone","value":"+82 2 312 4567"}]}""", """{"telecom":[{"system":"phone","value":"+82 2 *** 4567"}]""")]
    [InlineData("""{"telecom":[{"system":"phone","value":"112"}]}""", """{"telecom":[{"system":"phone","value":"***"}]""")]
    [InlineData("""{"telecom":[{"system":"email","value":"someone@example.org"}]}""", """{"telecom":[{"system":"email","value":"s***@example.org"}]""")]
    [InlineData("""{"contact":[{"telecom":[{"value":"02-123-4567"}]}]}""", """{"contact":[{"telecom":[{"value":"02-***-4567"}]}]""")]
    [InlineData("""{"extension":[{"url":"urn:x","valueContactPoint":{"system":"phone","value":"010-1234-5678"}}]}""", """{"extension":[{"url":"urn:x","valueContactPoint":{"system":"phone","value":"010-****-5678"}}]""")]
    [InlineData("""{"address":[{"text":"서울특별시 서대문구 남가좌동 12","line":["남가좌동 12"],"city":"서대문구","state":"서울특별시","postalCode":"03600"}]}""", """{"address":[{"text":"서울특별시 서대문구 ***","city":"서대문구","state":"서울특별시"}]""")]
    [InlineData("""{"address":[{"text":"서울특별시 서대문구 남가좌동 12"}]}""", """{"address":[{"text":"서울특별시 서대문구 ***"}]""")]
    [InlineData("""{"address":[{"text":"12번지"}]}""", """{"address":[{"text":"***"}]""")]
    [InlineData("""{"identifier":[{"type":{"coding":[{"code":"PPN"}]},"value":"M12345678"}]}""", """{"identifier":[{"type":{"coding":[{"code":"PPN"}]},"value":"*****5678"}]""")]
    [InlineData("""{"identifier":[{"type":{"coding":[{"code":"BA"}]},"value":"123456"}]}""", """{"identifier":[{"type":{"coding":[{"code":"BA"}]},"value":"****456"}]""")]
    [InlineData("""{"identifier":[{"type":{"coding":[{"code":"BA"}]},"value":"123"}]}""", """{"identifier":[{"type":{"coding":[{"code":"BA"}]},"value":"****"}]""")]
    [InlineData("""{"contained":[{"resourceType":"Patient","text":{"div":"010-1234-5678"},"telecom":[{"value":"010-1234-5678"}]}],"text":{"div":"x"}}""", """{"contained":[{"resourceType":"Patient","telecom":[{"value":"010-****-5678"}]}]""")]
    [InlineData("""{"identifier":[{"value":"900101-1234567"}]}""", """{"identifier":[{"value":"900101-*******"}]""")]
    [InlineData("""{"identifier":[{"system":"urn:x","value":"11-22-123456-78"}]}""", """{"identifier":[{"system":"urn:x","value":"***********6-78"}]""")]
    [InlineData("""{"identifier":[{"value":"11012345678901"}]}""", """{"identifier":[{"value":"**********8901"}]""")]
    [InlineData("""{"note":[{"text":"주민번호 900101-1234567 확인"}]}""", """{"note":[{"text":"주민번호 900101-******* 확인"}]""")]
    [InlineData("""{"note":[{"text":"외국인등록번호 9001015234567."}]}""", """{"note":[{"text":"외국인등록번호 900101-*******."}]""")]
    [InlineData("""{"note":[{"text":"딸 010-1234-5678, 집 (02)312-4567"}]}""", """{"note":[{"text":"딸 010-****-5678, 집 (02)***-4567"}]""")]
    [InlineData("""{"component":[{"valueString":"여권 M123A4567, 면허 11-22-123456-78"}]}""", """{"component":[{"valueString":"여권 *****4567, 면허 ***********6-78"}]""")]
    [InlineData("""{"subject":{"reference":"Patient/1","display":"김○○ 국민 123456-04-123456"}}""", """{"subject":{"reference":"Patient/1","display":"김○○ 국민 ************3456"}""")]
    [InlineData("""{"name":[{"given":["x","계좌 12345678901234"]}]}""", """{"name":[{"given":["x","계좌 **********1234"]}]""")]
    [InlineData("""{"item":[{"comment":"카드 1234-5678-9012-3456, someone@example.org"}]}""", """{"item":[{"comment":"카드 ***************3456, s***@example.org"}]""")]
    [InlineData("""{"text":{"status":"generated","div":"<div>900101-1234567</div>"},"section":[{"text":{"div":"<div>900101-1234567</div>"}}]}""", """{"section":[{"text":{"div":"<div>900101-*******</div>"}}]""")]
    public void What_is_masked_is_recognised_by_who_knows_it_and_says_that_it_is_masked(string json, string expected)
    {
        var masked = Apply(json, All);

        Assert.Equal(expected + ""","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"MASKED"}]}}""", masked);
    }

    [Theory]
    [InlineData("""{"id":"1","telecom":[{"value":"010-1234-5678"}],"address":[{"city":"x"}],"identifier":[{"system":"urn:chart","value":"1"},{"type":{"coding":[{"code":"BA"}]},"value":"2"}]}""", """{"id":"1","identifier":[{"system":"urn:chart","value":"1"}],""")]
    [InlineData("""{"telecom":[{"value":"0"}],"meta":{"versionId":"2","security":[{"code":"R"}]}}""", """{"meta":{"versionId":"2","security":[{"code":"R"},""")]
    [InlineData("""{"id":"1","extension":[{"url":"urn:x","valueAddress":{"city":"x"}},{"url":"urn:y","extension":[{"url":"z","valueContactPoint":{"value":"0"}}]}],"meta":{}}""", """{"id":"1","meta":{""")]
    [InlineData("""{"id":"1","contact":[{"id":"c","telecom":[{"value":"0"}]},{"gender":"male","telecom":[{"value":"0"}]}],"meta":{}}""", """{"id":"1","contact":[{"gender":"male"}],"meta":{""")]
    public void What_is_absent_leaves_nothing_behind_and_no_empty_list(string json, string expected) => Assert.StartsWith(expected, Apply(json, None), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"identifier":[{"system":"urn:chart","value":"1"}],"name":[{"text":"x"}]}""")]
    [InlineData("""{"resourceType":"AuditEvent","agent":[{"network":{"address":"10.0.0.1"}}]}""")]
    [InlineData("""{"valueQuantity":{"value":1.50}}""")]
    [InlineData("""{"id":"90010112-3456-7890-1234-567890123456","subject":{"reference":"Patient/01012345-6780-1012-3456-780101234567"}}""")]
    [InlineData("""{"note":[{"text":"2026-03-01 2026-03-02 09:30, 혈압 120/80, 1588-0000, 사업자 123-45-67890, 사건 2026-000123-12, 금액 1234567890123원"}]}""")]
    [InlineData("""{"issued":"2026-03-01T09:30:00.123+09:00","code":{"coding":[{"system":"urn:oid:1.2.410.100110.10.99999901","code":"010-1234-5678"}]}}""")]
    [InlineData("""{"identifier":[{"system":"urn:careexchange:nhis-ltc-no","value":"L0012345678"},{"system":"urn:chart","value":"11012345678901"}]}""")]
    [InlineData("""{"note":[{"text":"9013451234567 12-34-56"}]}""")]
    public void What_holds_nothing_to_mask_stays_byte_for_byte(string json) => Assert.Equal(json, Apply(json, All));

    [Fact]
    public void What_a_role_is_shown_whole_stays_whole_in_text_but_the_resident_number()
    {
        var accounts = IdentifierMasks.None with { AccountNumber = IdentifierShow.Masked };
        Assert.StartsWith("""{"note":[{"text":"900101-*******, 010-1234-5678, M12345678, 국민 ************3456"}]""", Apply("""{"note":[{"text":"900101-1234567, 010-1234-5678, M12345678, 국민 123456-04-123456"}]}""", accounts), StringComparison.Ordinal);
        Assert.StartsWith("""{"note":[{"text":"***, ***, ***, 국민 ***, ***"}]""", Apply("""{"note":[{"text":"900101-1234567, 010-1234-5678, M12345678, 국민 123456-04-123456, a@example.org"}]}""", None), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_that_comes_with_the_gateway_names_every_role_that_is_not_shown_everything_and_an_operators_line_stands_instead_of_its_own()
    {
        Assert.Null(MaskingRules.Default.Of(RequesterRole.PartnerSystem));
        Assert.Null(MaskingRules.Default.Of(RequesterRole.Person));
        Assert.Equal((IdentifierShow.Whole, IdentifierShow.Masked), (MaskingRules.Default.Of(RequesterRole.ClinicNurse)!.Phone, MaskingRules.Default.Of(RequesterRole.ClinicNurse)!.UniqueNumber));
        Assert.All((string[])[RequesterRole.Operator, RequesterRole.PrivacyOfficer], role => Assert.Equal(None, MaskingRules.Default.Of(role)));
        var own = new MaskingRules([new(RequesterRole.ClinicNurse, "unique-number", "whole"), new(RequesterRole.ClinicNurse, "account-number", "whole"), new(RequesterRole.PartnerSystem, "phone", "absent")]);
        Assert.Null(own.Of(RequesterRole.ClinicNurse));
        Assert.Equal(IdentifierShow.Absent, own.Of(RequesterRole.PartnerSystem)!.Phone);
    }

    private static string Apply(string json, IdentifierMasks masks) => Encoding.UTF8.GetString(IdentifierMask.Apply(Encoding.UTF8.GetBytes(json), masks).Span);
}
