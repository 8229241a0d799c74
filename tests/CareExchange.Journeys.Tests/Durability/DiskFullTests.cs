using System.Globalization;
using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>The disk is full: writes are told to come again, nothing is lost, and nobody has to restart anything.</summary>
public sealed class DiskFullTests(District district) : IClassFixture<District>
{
    [Fact]
    public async Task A_full_disk_is_503_until_there_is_room_again()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var first = (await machine.PostAsync("Observation", Observation("before"))).Is(HttpStatusCode.Created).Text("id");
        (await machine.SendAsync(HttpMethod.Get, "health/ready")).Is(HttpStatusCode.OK);

        await LimitAsync("SELECT page_count FROM pragma_page_count");
        var full = await UntilFullAsync(machine);

        full.Refused(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.NotNull(full.Response.Headers.RetryAfter);
        Assert.DoesNotContain("Sqlite", System.Text.Encoding.UTF8.GetString(full.Bytes), StringComparison.Ordinal);

        await LimitAsync("SELECT 4294967294");
        (await machine.PostAsync("Observation", Observation("after"))).Is(HttpStatusCode.Created);
        (await machine.GetAsync($"Observation/{first}")).Is(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Get, "health/ready")).Is(HttpStatusCode.OK);
        Assert.Null((await district.Room<AuditStore>().VerifyAsync(TestContext.Current.CancellationToken)).BrokenAt);
    }

    private static string Observation(string text) => $$$"""{"resourceType":"Observation","status":"final","code":{"text":"{{{text}}}"},"note":[{"text":"{{{new string('x', 2_000)}}}"}]}""";

    // So many that they are a commit of their own, which nobody is told before (decisions/0029).
    private static async Task<Answer> UntilFullAsync(Machine machine)
    {
        var entries = Enumerable.Repeat($$$"""{"resource":{{{Observation("more")}}},"request":{"method":"POST","url":"Observation"}}""", 600);
        var bundle = $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', entries)}}]}""";
        while (true)
        {
            var answer = await machine.PostAsync("", bundle);
            if (answer.Status != HttpStatusCode.OK) return answer;
        }
    }

    // The limit holds for the connection that writes: it meets its end of the disk as it would meet the real one.
    private async Task LimitAsync(string pages)
    {
        await using var session = await district.Room<StorageDatabase>().WriteAsync(default);
        var limit = await session.FirstAsync(new Statement(pages), row => row.GetInt64(0), default);
        await session.FirstAsync(new Statement(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {limit}")), row => row.GetInt64(0), default);
        await session.CommitAsync(default);
    }
}
