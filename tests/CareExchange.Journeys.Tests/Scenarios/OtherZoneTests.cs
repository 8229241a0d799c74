using System.Globalization;
using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>What a day is depends on where the gateway stands: of two at the ends of the earth one opens a consent that begins today, and to the other it is tomorrow.</summary>
[Trait("scenario", "S18")]
public sealed class OtherZoneTests
{
    [Fact]
    public async Task A_consent_begins_and_ends_and_is_found_with_the_day_of_the_place()
    {
        // 26 hours apart: whenever this runs, the day in the first is not the day in the second.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati")).DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var yesterday = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Etc/GMT+12")).DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        Assert.Equal((true, false), await SeesAsync("Pacific/Kiritimati", today, yesterday));
        Assert.Equal((false, true), await SeesAsync("Etc/GMT+12", today, yesterday));
    }

    [Fact]
    public async Task A_zone_that_nobody_knows_is_told_at_the_start()
    {
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(new GatewayOptions { TimeZone = "Mars/Olympus" }, [], [], "test", TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("TimeZone 'Mars/Olympus' is unknown", problem.Message, StringComparison.Ordinal);
    }

    // Whether a reader sees what is open from today on, and what was open until yesterday; by reading and by searching alike.
    private static async Task<(bool FromToday, bool UntilYesterday)> SeesAsync(string zone, string today, string yesterday)
    {
        await using var world = await ProcessWorld.OpenAsync(isPostgres: false);
        await using var gateway = await world.StartAsync(zone: zone);
        var (writer, reader) = (await gateway.TokenAsync(), await gateway.TokenAsync("reader"));
        List<bool> seen = [];
        foreach (var period in (string[])[$$"""{"start":"{{today}}"}""", $$"""{"start":"2020-01-01","end":"{{yesterday}}"}"""])
        {
            var person = (await gateway.SendAsync(writer, HttpMethod.Post, "Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id");
            var observation = (await gateway.SendAsync(writer, HttpMethod.Post, "Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}"} }""")).Is(HttpStatusCode.Created).Text("id");
            (await gateway.SendAsync(writer, HttpMethod.Post, "Consent", $$"""
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}"},"dateTime":"2020-01-01",
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit","period":{{period}} } }
                """)).Is(HttpStatusCode.Created);
            var read = (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation/{observation}")).Status == HttpStatusCode.OK;
            Assert.Equal(read ? 1 : 0, (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation?patient={person}&_total=accurate")).Json.GetProperty("total").GetInt32());
            seen.Add(read);
        }

        return (seen[0], seen[1]);
    }
}
