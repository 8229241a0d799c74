using System.Net;
using CareExchange.Journeys.Tests.World;
using Microsoft.Data.Sqlite;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>When something breaks inside: an answer that leads the operator to it and betrays nothing.</summary>
public sealed class FailureTests(District district) : IClassFixture<District>
{
    [Fact]
    public async Task What_goes_wrong_inside_is_a_500_with_the_request_id_and_no_data()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        await machine.TokenAsync();
        await BreakTheIndexAsync();

        var answer = await machine.GetAsync("Basic?code=secret-of-somebody", ("X-Request-Id", "broken-1"));

        var said = answer.Refused(HttpStatusCode.InternalServerError, "internal");
        Assert.Contains("broken-1", said.English);
        Assert.Equal("broken-1", Assert.Single(answer.Response.Headers.GetValues("X-Request-Id")));
        Assert.Contains("no-store", answer.Response.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("secret", said.English + said.Diagnostics);
        Assert.DoesNotContain("Sqlite", System.Text.Encoding.UTF8.GetString(answer.Bytes));
    }

    // Somebody took a table away: the next search that needs it fails where no room expects it.
    private async Task BreakTheIndexAsync()
    {
        var file = Path.Combine(district.Folder, "careexchange.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE index_token RENAME TO taken_away";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
