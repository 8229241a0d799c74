using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>Consent and withdrawal documents (CDA) whose organisations are named in words.</summary>
public sealed class ConsentDocumentsTests
{
    private const string Whole = "1.2.410.100110.40.2.2.4", Given = "1.2.410.100110.40.2.2.1.1", Withdrawn = "1.2.410.100110.40.2.2.1.2";
    private static readonly Partner Hospital = new("dongshin-hospital", "dongshin-hospital", "동신병원(가상)", LegalBasis.Consent);

    private static readonly PartnerDirectory Register = new(
        [Hospital, new("seodaemun", "seodaemun", "서대문구", LegalBasis.Consent) { Names = ["서대문구청", "Seodaemun-gu Office"] }],
        [new("mind-clinic", ["가상정신건강의학과의원"], ["urn:ietf:rfc:3986|urn:oid:1.2.410.100110.10.99999903"]), new("twin-a", ["쌍둥이의원"], []), new("twin-b", ["쌍둥이 의원"], [])]);

    [Theory]
    [InlineData("<name>서대문구청</name>", "seodaemun", true)]
    [InlineData("<name> 서대문구 청 </name>", "seodaemun", true)]
    [InlineData("<name>SEODAEMUN-GU office</name>", "seodaemun", true)]
    [InlineData("""<id root="1.2.410.100110.10.99999903"/><name>다른 이름</name>""", "mind-clinic", true)]
    [InlineData("<name>서대문구보건소</name>", "seodaemun", false)]
    [InlineData("<name>쌍둥이의원</name>", "twin-a", false)]
    [InlineData("<name>쌍둥이의원</name>", "twin-b", false)]
    [InlineData(null, "seodaemun", false)]
    public async Task A_consent_opens_for_whom_the_register_knows_by_that_name(string? recipient, string reader, bool opens)
    {
        await using var exchange = await TestExchange.OpenAsync();
        exchange.Store.Clock.Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.FromHours(9));
        var intake = Intake(exchange);
        await SendAsync(intake, "01-input.xml");

        var report = await SendAsync(intake, "03-input.xml", text => Recipient(text, recipient).Replace(Withdrawn, Given, StringComparison.Ordinal).Replace("1.2.410.100110.40.2.2.5", "1.2.410.100110.40.2.2.2", StringComparison.Ordinal));

        Assert.Equal(MessageState.Processed, report.State);
        Assert.Equal(opens, report.Issues.All(issue => issue.Rule != "consent-organization-unknown"));
        Assert.Equal(opens, await MayReadAsync(exchange, reader));
        Assert.False(await MayReadAsync(exchange, "anybody-else"));
    }

    [Theory]
    [InlineData("<name>서대문구청</name>")]
    [InlineData("<name>아무도 모르는 기관</name>")]
    [InlineData(null)]
    public async Task A_whole_withdrawal_closes_what_was_open(string? recipient)
    {
        await using var exchange = await TestExchange.OpenAsync();
        exchange.Store.Clock.Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.FromHours(9));
        var intake = Intake(exchange);
        await SendAsync(intake, "01-input.xml");
        await SendAsync(intake, "03-input.xml", text => Recipient(text, "<name>서대문구청</name>").Replace(Withdrawn, Given, StringComparison.Ordinal).Replace("1.2.410.100110.40.2.2.5", "1.2.410.100110.40.2.2.2", StringComparison.Ordinal));
        Assert.True(await MayReadAsync(exchange, "seodaemun"));

        var report = await SendAsync(intake, "03-input.xml", text => Recipient(text, recipient)
            .Replace("DS-WDR-2026-0002", "DS-WDR-2026-0003", StringComparison.Ordinal).Replace("1.2.410.100110.40.2.2.5", Whole, StringComparison.Ordinal).Replace("20261102100000", "20261102110000", StringComparison.Ordinal));

        Assert.Equal(MessageState.Processed, report.State);
        Assert.False(await MayReadAsync(exchange, "seodaemun"));
    }

    private static MessageIntake Intake(TestExchange exchange) => new(
        exchange.Messages, new MappingLibrary(new Dictionary<string, Mapping.Profiles.MappingProfile> { ["dongshin-hospital"] = PartnerExamples.Profile("dongshin-hospital") }),
        exchange.Services, new PersonResolver(PersonResolver.DefaultTrustedSystems, exchange.Store.Clock), exchange.Store.Persons, Schema.R4, Register);

    private static string Recipient(string text, string? recipient)
    {
        var (start, end) = (text.IndexOf("<informationRecipient>", StringComparison.Ordinal), text.IndexOf("</informationRecipient>", StringComparison.Ordinal) + "</informationRecipient>".Length);
        return text[..start] + (recipient is null ? "" : $"<informationRecipient><intendedRecipient><receivedOrganization>{recipient}</receivedOrganization></intendedRecipient></informationRecipient>") + text[end..];
    }

    private static async Task<MessageReport> SendAsync(MessageIntake intake, string example, Func<string, string>? change = null)
    {
        var bytes = PartnerExamples.Message($"dongshin-hospital/examples/{example}");
        if (change is not null) bytes = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes)));
        var report = await intake.ReceiveAsync(Hospital, TestExchange.System("dongshin-hospital"), bytes, "application/xml", null, TestExchange.Trace, default);
        Assert.False(report.IsRejected, string.Join('\n', report.Issues.Where(issue => issue.IsError)));
        return report;
    }

    private static async Task<bool> MayReadAsync(TestExchange exchange, string organization)
    {
        var condition = (await exchange.AllAsync("Condition"))[0];
        var outcome = await exchange.Read.ReadAsync("Condition", condition.Id, null, TestExchange.Staff(RequesterRole.CaseManager, organization), TestExchange.Trace, default);
        return outcome.Succeeded;
    }
}
