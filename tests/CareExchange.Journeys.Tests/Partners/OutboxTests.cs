using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Partners;

/// <summary>A partner fetches what is addressed to it in its own format: the answer to its referral, and nothing else.</summary>
/// <remarks>In a district of its own: elsewhere all of the hospital's examples arrive, and a referral is changed by later ones.</remarks>
public sealed class OutboxTests(District district) : IClassFixture<District>
{
    private const string Read = "system/messages.cr system/Task.rus system/ServiceRequest.rs system/Patient.rs system/Condition.rs";

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    [Fact]
    public async Task The_answer_to_a_referral_by_HL7_v2_is_fetched_as_RRI_in_the_hospitals_character_set()
    {
        using var hospital = await Machine.RegisterAsync(district, "inwang-hospital", Read);
        var referral = PartnerMessage.Of(DemoWorld.Hospitals).First(message => message.File == "03-input.hl7");
        (await referral.SendAsync(hospital)).Is(HttpStatusCode.OK);
        var task = Assert.Single((await hospital.GetAsync("Task?identifier=urn:careexchange:inwang-hospital:message|IW0003")).Is(HttpStatusCode.OK).Resources);
        var id = task.GetProperty("id").GetString()!;
        Assert.DoesNotContain(id, Encoding.UTF8.GetString((await GetAsync(hospital, "partners/inwang-hospital/out/rri")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);

        (await hospital.SendAsync(HttpMethod.Patch, $"fhir/Task/{id}", "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"accepted\"}]"u8.ToArray(), "application/json-patch+json")).Is(HttpStatusCode.OK);

        Assert.Contains($"/partners/inwang-hospital/out/rri/{id}", Encoding.UTF8.GetString((await GetAsync(hospital, "partners/inwang-hospital/out/rri")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        var answer = (await GetAsync(hospital, $"partners/inwang-hospital/out/rri/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal("application/hl7-v2", answer.Response.Content.Headers.ContentType?.MediaType);
        var text = Cp949.GetString(answer.Bytes);
        Assert.Contains("||RRI^I12^RRI_I12|", text, StringComparison.Ordinal);
        Assert.Contains("|KS X 1001", text, StringComparison.Ordinal);
        Assert.Contains("\rMSA|AA|IW0003\r", text, StringComparison.Ordinal);
        Assert.Contains("\rRF1|A^수락^HL70283|", text, StringComparison.Ordinal);
        Assert.Contains("||IW-000481^^^INWANG^MR||김가온(가명)", text, StringComparison.Ordinal);
        Assert.Equal(answer.Bytes, (await GetAsync(hospital, $"partners/inwang-hospital/out/rri/{id}")).Bytes);
    }

    [Fact]
    public async Task Another_organisation_a_token_without_the_scope_and_an_unknown_message_get_nothing()
    {
        using var hospital = await Machine.RegisterAsync(district, "inwang-hospital", Read);
        using var other = await Machine.RegisterAsync(district, "dongshin-hospital", Read);
        using var sender = await Machine.RegisterAsync(district, "inwang-hospital", "system/messages.c system/*.rs");

        (await GetAsync(other, "partners/inwang-hospital/out/rri")).Is(HttpStatusCode.Forbidden);
        (await GetAsync(sender, "partners/inwang-hospital/out/rri")).Is(HttpStatusCode.Forbidden);
        (await GetAsync(hospital, "partners/inwang-hospital/out/nothing")).Is(HttpStatusCode.NotFound);
        (await GetAsync(hospital, "partners/inwang-hospital/out/rri/no-such-task")).Is(HttpStatusCode.NotFound);
        (await GetAsync(hospital, "partners/inwang-hospital/out/rri?_include=Task:patient")).Is(HttpStatusCode.BadRequest);
        Assert.Contains("\"rri\"", Encoding.UTF8.GetString((await GetAsync(hospital, "partners/inwang-hospital/out")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_municipality_fetches_its_lists_as_tables()
    {
        using var office = await Machine.RegisterAsync(district, "seodaemun", "system/messages.r system/*.rs");

        var referrals = (await GetAsync(office, "partners/seodaemun/out/referrals")).Is(HttpStatusCode.OK);
        Assert.StartsWith("의뢰번호,의뢰일시,상태", Cp949.GetString(referrals.Bytes), StringComparison.Ordinal);
        var services = (await GetAsync(office, "partners/seodaemun/out/services")).Is(HttpStatusCode.OK);
        Assert.Equal((byte)'P', services.Bytes[0]);
        Assert.DoesNotContain("김", services.Response.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        (await GetAsync(office, "partners/seodaemun/out/discharges?_lastUpdated=ge2020")).Is(HttpStatusCode.OK);
    }

    private static Task<Answer> GetAsync(Machine machine, string path) => machine.SendAsync(HttpMethod.Get, path);
}
