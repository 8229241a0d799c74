using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>An operator's day: backup, a withdrawal, a disaster, a restore. The commands are processes of their own, as they are for operators.</summary>
public sealed class RestoreTests
{
    private const string Consent = """
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/p1"},"dateTime":"2026-03-01",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"} }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S19")]
    public async Task A_restored_backup_does_not_bring_back_a_withdrawn_consent_and_stays_closed_where_nobody_can_tell(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var after = await ProcessWorld.OpenAsync(isPostgres);
        var (old, fresh) = (Path.Combine(world.Folder, "data"), Path.Combine(after.Folder, "data"));
        var backup = Path.Combine(world.Folder, "backup");
        string id;

        // 1. A consent, a backup beside the running gateway, a withdrawal, and the power goes.
        await using (var gateway = await world.StartAsync())
        {
            var token = await gateway.TokenAsync();
            (await gateway.SendAsync(token, HttpMethod.Put, "Patient/p1", """{"resourceType":"Patient","id":"p1"}""")).Is(HttpStatusCode.Created);
            var given = (await gateway.SendAsync(token, HttpMethod.Post, "Consent", Consent)).Is(HttpStatusCode.Created);
            id = given.Text("id")!;
            await RunAsync(world, 0, "backup", backup, "--data", old);
            await RunAsync(world, 0, "audit", "checkpoint", "--data", old, "-o", Path.Combine(world.Folder, "anchor.txt"));
            var withdrawn = JsonNode.Parse(given.Bytes)!.AsObject();
            withdrawn["status"] = "inactive";
            (await gateway.SendAsync(token, HttpMethod.Put, $"Consent/{id}", withdrawn.ToJsonString())).Is(HttpStatusCode.OK);
            await gateway.KillAsync();
        }

        Assert.Contains("records hold", await RunAsync(world, 0, "audit", "verify", "--data", old), StringComparison.Ordinal);

        // 2. On a new machine with the key file and the backup alone the database stays closed.
        Directory.CreateDirectory(fresh);
        File.Copy(Path.Combine(old, "keys.json"), Path.Combine(fresh, "keys.json"));
        Assert.Contains("stays closed", await RunAsync(after, 1, "restore", backup, "--data", fresh), StringComparison.Ordinal);
        var options = Path.Combine(after.Folder, "serve.json");
        await File.WriteAllTextAsync(options, $$"""{"gateway":{"dataFolder":{{System.Text.Json.JsonSerializer.Serialize(fresh)}},"url":"http://127.0.0.1:0"} }""", TestContext.Current.CancellationToken);
        Assert.Contains("stays closed", await RunAsync(after, 1, "serve", options), StringComparison.Ordinal);

        // 3. Told by the journal of the old machine it opens, and the consent is withdrawn.
        Assert.Contains("1 consents", await RunAsync(after, 0, "restore", "--journal", Path.Combine(old, "consents.journal"), "--data", fresh), StringComparison.Ordinal);
        Assert.Contains("0 faults", await RunAsync(after, 0, "verify", "--data", fresh), StringComparison.Ordinal);
        Assert.Contains("restored a backup", await RunAsync(after, 0, "audit", "verify", "--data", fresh, "--checkpoints", Path.Combine(world.Folder, "anchor.txt")), StringComparison.Ordinal);
        await using (var gateway = await GatewayProcess.StartAsync(after.Folder, after.Postgres, world.Key))
        {
            var answer = (await gateway.SendAsync(await gateway.TokenAsync(), HttpMethod.Get, $"Consent/{id}")).Is(HttpStatusCode.OK);
            Assert.Equal("inactive", answer.Text("status"));
        }
    }

    [Fact]
    [Trait("scenario", "S19")]
    public async Task Restored_in_its_own_place_the_database_hears_of_the_withdrawal_without_being_told_and_a_copy_put_back_by_hand_as_well()
    {
        await using var world = await ProcessWorld.OpenAsync(isPostgres: false);
        var data = Path.Combine(world.Folder, "data");
        var backup = Path.Combine(world.Folder, "backup");
        string id;
        await using (var gateway = await world.StartAsync())
        {
            var token = await gateway.TokenAsync();
            (await gateway.SendAsync(token, HttpMethod.Put, "Patient/p1", """{"resourceType":"Patient","id":"p1"}""")).Is(HttpStatusCode.Created);
            var given = (await gateway.SendAsync(token, HttpMethod.Post, "Consent", Consent)).Is(HttpStatusCode.Created);
            id = given.Text("id")!;
            await RunAsync(world, 0, "backup", backup, "--data", data);
            var withdrawn = JsonNode.Parse(given.Bytes)!.AsObject();
            withdrawn["status"] = "inactive";
            (await gateway.SendAsync(token, HttpMethod.Put, $"Consent/{id}", withdrawn.ToJsonString())).Is(HttpStatusCode.OK);
            await gateway.KillAsync();
        }

        foreach (var isByHand in new[] { true, false })
        {
            foreach (var file in Directory.GetFiles(data, "careexchange*")) File.Delete(file);
            if (isByHand) File.Copy(backup, Path.Combine(data, "careexchange.db"));
            else Assert.Contains("1 consents", await RunAsync(world, 0, "restore", backup, "--data", data), StringComparison.Ordinal);
            await using var gateway = await world.StartAsync();
            Assert.Equal("inactive", (await gateway.SendAsync(await gateway.TokenAsync(), HttpMethod.Get, $"Consent/{id}")).Is(HttpStatusCode.OK).Text("status"));
            await gateway.KillAsync();
        }
    }

    [Theory]
    [InlineData("UPDATE audit SET agent = 'nobody' WHERE sequence = 2", "record 2 was edited")]
    [InlineData("DELETE FROM audit WHERE sequence = 2", "record 2 is the first that is missing")]
    [InlineData("DELETE FROM audit WHERE sequence >= 2", "cut off the end")]
    [Trait("scenario", "S19")]
    public async Task The_command_names_the_first_record_that_somebody_changed_in_the_file(string tampering, string said)
    {
        await using var world = await ProcessWorld.OpenAsync(isPostgres: false);
        var data = Path.Combine(world.Folder, "data");
        await using (var gateway = await world.StartAsync())
        {
            var token = await gateway.TokenAsync();
            for (var number = 0; number < 3; number++) await gateway.SendAsync(token, HttpMethod.Put, $"Patient/p{number}", $$"""{"resourceType":"Patient","id":"p{{number}}"}""");
            await RunAsync(world, 0, "audit", "checkpoint", "--data", data);
            await gateway.KillAsync();
        }

        await using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(data, "careexchange.db")};Pooling=false"))
        {
            await file.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = file.CreateCommand();
            command.CommandText = tampering;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains(said, await RunAsync(world, 1, "audit", "verify", "--data", data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_rotate_under_a_running_gateway_and_no_token_ends(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        var data = Path.Combine(world.Folder, "data");
        await using var gateway = await world.StartAsync();
        var token = await gateway.TokenAsync();
        const string Patient = """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}],"name":[{"text":"갑"}]}""";
        (await gateway.SendAsync(token, HttpMethod.Post, "Patient", Patient)).Is(HttpStatusCode.Created);

        Assert.Contains("sealed anew", await RunAsync(world, 0, "keys", "rotate", "--data", data), StringComparison.Ordinal);
        Assert.Contains("0 values", await RunAsync(world, 0, "keys", "rotate", "--resume", "--data", data), StringComparison.Ordinal);

        using var ring = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "keys.json"), TestContext.Current.CancellationToken));
        var keys = ring.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("id").GetString()).ToArray();
        Assert.Equal(2, keys.Length);
        Assert.Equal(32, ring.RootElement.GetProperty("identitySecret").GetBytesFromBase64().Length);
        var identityBefore = Assert.Single(ring.RootElement.GetProperty("identityOlder").EnumerateArray()).GetString();
        Assert.NotEqual(identityBefore, ring.RootElement.GetProperty("identitySecret").GetString());
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(await gateway.TokenAsync(), HttpMethod.Get, "Patient?_count=1")).Status);
        (await gateway.SendAsync(token, HttpMethod.Get, "Patient?identifier=urn:x|1")).Is(HttpStatusCode.OK);

        // The same person is known by the hash of the older key: no second one comes into being.
        Assert.Equal(1, (await gateway.SendAsync(token, HttpMethod.Get, "Patient?identifier=urn:x|1&_total=accurate")).Json.GetProperty("total").GetInt32());
        await gateway.KillAsync();
        await gateway.StartAsync();
        (await gateway.SendAsync(token, HttpMethod.Get, "Patient?identifier=urn:x|1")).Is(HttpStatusCode.OK);
        Assert.Contains("records hold", await RunAsync(world, 0, "audit", "verify", "--data", data), StringComparison.Ordinal);

        // Nothing needs the older key any more: without it the person is found, no second one comes into being, and the token opens.
        Assert.Contains($"retired: {keys[1]}", await RunAsync(world, 0, "keys", "retire", "--data", data), StringComparison.Ordinal);
        await gateway.KillAsync();
        await gateway.StartAsync();
        (await gateway.SendAsync(token, HttpMethod.Get, "Patient?identifier=urn:x|1")).Is(HttpStatusCode.OK);
        (await gateway.SendAsync(token, HttpMethod.Post, "Patient", Patient, ("If-None-Exist", "identifier=urn:x|1"))).Is(HttpStatusCode.OK);
        Assert.Contains("0 faults", await RunAsync(world, 0, "verify", "--data", data), StringComparison.Ordinal);

        // Identity's own secret is another one as well, and the one before is nowhere in the file.
        Assert.DoesNotContain(identityBefore!, await File.ReadAllTextAsync(Path.Combine(data, "keys.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(await gateway.TokenAsync(), HttpMethod.Get, "Patient?_count=1")).Status);
    }

    private static async Task<string> RunAsync(ProcessWorld world, int expected, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "careexchange.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (world.Postgres is not null) start.Environment["CAREEXCHANGE_POSTGRES"] = world.Postgres;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == process.ExitCode, $"{string.Join(' ', arguments)}: {process.ExitCode}\n{string.Concat(said)}");
        return string.Concat(said);
    }
}
