using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Operations;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Tests.Operations;

/// <summary><c>Patient/$match</c>: what a role is not shown finds nobody when it is tried out.</summary>
public sealed class MatchOperationTests
{
    private const string Passport = """{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PPN"}]},"system":"urn:passport","value":"M12345678"}""";

    [Theory]
    [InlineData("whole", true)]
    [InlineData("masked", true)]
    [InlineData("absent", false)]
    public async Task A_number_that_the_role_is_not_shown_at_all_finds_nobody(string show, bool isFound)
    {
        await using var exchange = await TestExchange.OpenAsync();
        await exchange.CreateAsync("office", $$"""{"resourceType":"Patient","identifier":[{{Passport}}],"name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06" }""");

        var found = await MatchAsync(exchange, new("partner-system", "unique-number", show), $$"""{"resourceType":"Patient","identifier":[{{Passport}}] }""");

        Assert.Equal(isFound, found.Count == 1);
    }

    [Theory]
    [InlineData("whole", true)]
    [InlineData("masked", false)]
    [InlineData("absent", false)]
    public async Task An_address_that_the_role_is_not_shown_whole_makes_no_match_likelier(string show, bool isLikelier)
    {
        const string address = ""","address":[{"text":"서울특별시 서대문구 비밀로 12-34"}]""";
        await using var exchange = await TestExchange.OpenAsync();
        await exchange.CreateAsync("office", $$"""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"{{address}} }""");
        string Asked(string more) => $$"""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"{{more}} }""";

        var (without, with) = (await MatchAsync(exchange, new("partner-system", "address", show), Asked("")), await MatchAsync(exchange, new("partner-system", "address", show), Asked(address)));

        Assert.Equal(isLikelier, Assert.Single(with).Score > Assert.Single(without).Score);
    }

    [Theory]
    [InlineData("\"identifier\":[{\"system\":\"urn:passport\",\"value\":\"M777\"}]")]
    [InlineData("\"identifier\":[{\"system\":\"https://mois.go.kr/rrn\",\"value\":\"480302-2000000\"}]")]
    [InlineData("\"name\":[{\"text\":\"김가온(가명)\"}],\"birthDate\":\"1944-05-06\",\"gender\":\"female\",\"address\":[{\"text\":\"서울특별시 서대문구 비밀로 12-34\"}]")]
    public async Task Ones_own_person_is_found_no_less_certainly_where_others_know_somebody_alike(string traits)
    {
        await using var exchange = await TestExchange.OpenAsync();
        await using var alone = await TestExchange.OpenAsync();
        var patient = $$"""{"resourceType":"Patient",{{traits}} }""";
        await exchange.CreateAsync("elsewhere", patient);
        foreach (var one in (TestExchange[])[exchange, alone]) await one.CreateAsync("office", patient);

        var (told, expected) = (await MatchAsync(exchange, new("partner-system", "address", "whole"), patient), await MatchAsync(alone, new("partner-system", "address", "whole"), patient));

        Assert.Equal(Assert.Single(expected), Assert.Single(told));
        Assert.Equal(("certain", "certain"), (Assert.Single(expected).Grade, Assert.Single(told).Grade));
    }

    [Fact]
    public async Task What_is_not_shown_of_a_person_makes_no_match_likelier_and_finds_nobody()
    {
        const string address = ""","address":[{"text":"서울특별시 서대문구 비밀로 12-34"}]""";
        const string number = ""","identifier":[{"system":"urn:careexchange:dementia-no","value":"D-1"}]""";
        await using var exchange = await TestExchange.OpenAsync();
        var person = await exchange.CreateAsync("elsewhere", $$"""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"{{address}}{{number}} }""");

        // Who states something too sees that, but neither where they live nor that they are registered for dementia; who only wrote about them sees nobody.
        await exchange.CreateAsync("office", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}"} }""");
        Assert.Empty(await MatchAsync(exchange, new("partner-system", "address", "whole"), """{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"}"""));
        await using (var unit = await exchange.Services.BeginAsync(TestExchange.System("office"), default))
        {
            using var stated = FhirDocument.Parse(Encoding.UTF8.GetBytes("""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"}"""), Schema.R4).Value!;
            Assert.True((await unit.MergePersonAsync(new(stated, "identity"), person, default)).Succeeded);
            await unit.CommitAsync(new(AuditAction.Update, LegalBasis.OwnRecord), TestExchange.Trace, default);
        }

        string Asked(string more) => $$"""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}],"birthDate":"1944-05-06"{{more}} }""";
        var rule = new MaskingRule("partner-system", "address", "whole");
        var plain = Assert.Single(await MatchAsync(exchange, rule, Asked("")));

        Assert.Equal(plain, Assert.Single(await MatchAsync(exchange, rule, Asked(address))));
        Assert.Equal(plain, Assert.Single(await MatchAsync(exchange, rule, Asked(number))));
        Assert.Empty(await MatchAsync(exchange, rule, $$"""{"resourceType":"Patient"{{number}} }"""));
    }

    private static async Task<IReadOnlyList<(decimal Score, string Grade)>> MatchAsync(TestExchange exchange, MaskingRule rule, string patient)
    {
        var consent = new ConsentDecider(exchange.Store.Resources, LegalBasisRules.Default, exchange.Store.Clock, masking: new MaskingRules([rule]));
        var match = new MatchOperation(new PersonResolver([.. PersonResolver.DefaultTrustedSystems, "urn:passport"], exchange.Store.Clock), exchange.Store.Resources, consent, exchange.Audit, Schema.R4);
        var body = Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{{patient}} }] }""");
        var answer = await new OperationInvoker(new OperationCatalog([match], Schema.R4), exchange.Audit, Schema.R4).InvokeAsync(
            new(OperationTarget.Read("Patient/$match")!, IsGet: false, [], new(body)) { Base = "http://gateway/fhir" }, TestExchange.System("office"), TestExchange.Trace, (_, _) => null, default);
        Assert.True(answer.Succeeded, string.Join(' ', answer.Issues.Select(issue => $"{issue.Rule} {issue.Found}")));
        using var bundle = JsonDocument.Parse(answer.Value!.Json);
        return bundle.RootElement.TryGetProperty("entry", out var entries) ? [.. entries.EnumerateArray().Select(entry => (entry.GetProperty("search").GetProperty("score").GetDecimal(), entry.GetProperty("search").GetProperty("extension")[0].GetProperty("valueCode").GetString()!))] : [];
    }
}
