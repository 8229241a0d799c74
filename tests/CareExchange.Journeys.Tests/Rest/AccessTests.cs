using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Who gets in: private_key_jwt, tokens, scopes.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S16")]
public sealed class AccessTests(District district)
{
    [Fact]
    public async Task A_registered_machine_gets_a_short_token_for_what_it_may_do_and_no_more()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.rs");

        var answer = await machine.AskTokenAsync(machine.Assertion(), "system/Patient.cruds system/Task.r");

        answer.Is(HttpStatusCode.OK);
        Assert.Equal("system/Patient.rs", answer.Text("scope"));
        Assert.InRange(answer.Json.GetProperty("expires_in").GetInt32(), 1, 300);
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task An_assertion_counts_once()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var assertion = machine.Assertion();

        (await machine.AskTokenAsync(assertion)).Is(HttpStatusCode.OK);
        Refused(await machine.AskTokenAsync(assertion));
    }

    [Fact]
    public async Task Assertions_that_are_expired_too_long_or_meant_for_others_are_refused_and_audited()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var now = district.Clock.GetUtcNow().ToUnixTimeSeconds();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Refused(await machine.AskTokenAsync(machine.Assertion(claims => claims["exp"] = now - 600)));
        Refused(await machine.AskTokenAsync(machine.Assertion(claims => claims["exp"] = now + 3600)));
        Refused(await machine.AskTokenAsync(machine.Assertion(claims => claims["aud"] = "https://elsewhere.example/token")));
        Refused(await machine.AskTokenAsync(machine.Assertion(claims => claims["iss"] = "somebody-else")));
        Refused(await machine.AskTokenAsync(machine.Assertion(key: stranger)));
        Refused(await machine.AskTokenAsync(machine.Assertion(algorithm: "none")));

        Assert.True((await district.AuditAsync()).Count(entry => entry.Row is { Action: "token", Outcome: "deny" }) >= 6);
    }

    [Fact]
    [Trait("pain", "19")]
    public async Task Without_a_token_there_is_a_401_that_says_how_to_get_in()
    {
        using var response = await district.Http.GetAsync("fhir/Patient/1", TestContext.Current.CancellationToken);
        var answer = new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        answer.Refused(HttpStatusCode.Unauthorized, "token-missing");
        Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task A_token_is_good_for_five_minutes_and_not_for_its_scopes_neighbours()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.s");
        (await machine.GetAsync("Patient?_count=1")).Is(HttpStatusCode.OK);

        (await machine.GetAsync("Patient/1")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await machine.GetAsync("Task?_count=1")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");

        district.Clock.Advance(TimeSpan.FromMinutes(11));
        (await machine.GetAsync("Patient?_count=1")).Refused(HttpStatusCode.Unauthorized, "token-missing");
        machine.ForgetToken();
        (await machine.GetAsync("Patient?_count=1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_transaction_needs_the_scope_of_each_of_its_entries()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Bundle.c system/Organization.c");

        var mark = $"s16-{Guid.NewGuid():N}";
        var answer = await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Organization","identifier":[{"system":"urn:s16","value":"{{{mark}}}"}],"name":"x"},"request":{"method":"POST","url":"Organization"}},
              {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}
            """);

        // The whole of it is refused: what it might have written does not stand either.
        answer.Refused(HttpStatusCode.Forbidden, "scope-missing");
        using var reader = await Machine.RegisterAsync(district, "seodaemun");
        Assert.Empty((await reader.GetAsync($"Organization?identifier=urn:s16%7C{mark}")).Is(HttpStatusCode.OK).Resources);
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_and_the_audit_has_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.GetAsync("Patient?_count=1", ("X-Request-Id", "journey-42"));

        Assert.Equal("journey-42", Assert.Single(answer.Response.Headers.GetValues("X-Request-Id")));
        Assert.Contains("no-store", answer.Response.Headers.CacheControl!.ToString());
        var look = (await district.AuditAsync(machine.Id)).First(entry => entry.Row.Action == "search-type");
        Assert.Contains("journey-42", System.Text.Encoding.UTF8.GetString(look.Row.Json.Span));
    }

    private static void Refused(Answer answer)
    {
        Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, answer.Status.ToString());
        Assert.Equal("invalid_client", answer.Text("error"));
        Assert.False(answer.Json.TryGetProperty("access_token", out JsonElement _));
    }
}
