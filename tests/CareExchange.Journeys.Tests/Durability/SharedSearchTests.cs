using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>What many persons opened is kept worked out for whoever searches; who closes it at one node is gone at the other at once, however many search there.</summary>
public sealed class SharedSearchTests
{
    // Lists of more than 200 persons are asked in ways of their own (AccessPredicate.Unnamed).
    private const int Persons = 240;
    private const int Withdrawn = 60;
    private const int Clients = 6;
    private const string Permit = """{"type":"permit"}""";

    // As many searches as this end between two withdrawals: each client has then begun one after the one before.
    private const int Between = 2 * Clients;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S11")]
    public async Task Whoever_withdraws_at_one_node_is_in_no_search_that_begins_afterwards_at_the_other(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var left = await world.StartAsync("https://gateway.example");
        await using var right = await world.StartAsync("https://gateway.example");
        var (writer, reader) = (await left.TokenAsync(), await left.TokenAsync("reader"));
        var people = await FillAsync(left, writer);
        Assert.Equal(Persons, (await right.SendAsync(reader, HttpMethod.Get, "Observation?code=urn:c%7Call&_total=accurate&_count=1")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());

        var (gone, ended, seen) = (new ConcurrentDictionary<string, bool>(StringComparer.Ordinal), new SemaphoreSlim(0), 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var isDone = false;
        var asking = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            try
            {
                for (var turn = client; !Volatile.Read(ref isDone); turn++) await AskAsync(turn);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        })).ToArray();
        try
        {
            foreach (var (person, consent) in people.Take(Withdrawn))
            {
                (await left.SendAsync(writer, HttpMethod.Put, $"Consent/{consent}", Consent(person, "inactive", consent))).Is(HttpStatusCode.OK);
                gone[person] = true;
                for (var search = 0; search < Between; search++) await ended.WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever failed says why below.
        }

        Volatile.Write(ref isDone, true);
        await Task.WhenAll(asking);
        Assert.True(seen > Withdrawn, $"Only {seen} resources were seen at all.");

        async Task AskAsync(int turn)
        {
            // Who had withdrawn when this search began may not be in it; who withdraws meanwhile may. Half of the searches ask for those who are about to.
            string[] closed = [.. gone.Keys];
            var about = turn % 2 == 0 ? Math.Min(closed.Length + (turn % 5), Persons - 1) : turn * 7 % Persons;
            var query = (turn % 5) switch
            {
                0 => $"Patient?identifier=urn:two%7C{about}",
                1 => $"Patient?identifier=urn:two%7C{about}&_has:Observation:patient:code=urn:c%7Call",
                2 => $"Observation?subject:Patient.identifier=urn:two%7C{about}&_include=Observation:subject",
                3 => "Patient?family=Two&_count=500",
                _ => "Observation?code=urn:c%7Call&_total=accurate&_count=500",
            };
            var answer = (await right.SendAsync(reader, HttpMethod.Get, query)).Is(HttpStatusCode.OK);
            foreach (var resource in answer.Resources)
            {
                var person = resource.TryGetProperty("subject", out var subject) ? subject.GetProperty("reference").GetString()!["Patient/".Length..] : resource.GetProperty("id").GetString()!;
                Assert.False(Array.IndexOf(closed, person) >= 0, $"{query} shows somebody who had withdrawn.");
                Interlocked.Increment(ref seen);
            }

            if (turn % 5 > 2) Assert.InRange(answer.Resources.Count, Persons - Withdrawn, Persons - closed.Length);
            if (answer.Json.TryGetProperty("total", out var total)) Assert.InRange(total.GetInt32(), Persons - Withdrawn, Persons - closed.Length);
            ended.Release();
        }
    }

    // Persons with a consent that names nobody and opens everything.
    private static async Task<IReadOnlyList<(string Person, string Consent)>> FillAsync(GatewayProcess node, string token)
    {
        var entries = Enumerable.Range(0, Persons).SelectMany(number =>
        {
            var person = $"urn:uuid:0c0ffee0-0000-4000-8000-{number:D12}";
            return (string[])
            [
                $$$"""{"fullUrl":"{{{person}}}","resource":{"resourceType":"Patient","identifier":[{"system":"urn:two","value":"{{{number}}}"}],"name":[{"family":"Two"}]},"request":{"method":"POST","url":"Patient"}}""",
                $$$"""{"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"all"}]},"subject":{"reference":"{{{person}}}"}},"request":{"method":"POST","url":"Observation"}}""",
                $$$"""{"resource":{{{Consent(person, "active")}}},"request":{"method":"POST","url":"Consent"}}""",
            ];
        });
        var answer = (await node.SendAsync(token, HttpMethod.Post, "", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', entries)}}]}""")).Is(HttpStatusCode.OK);
        string[] ids = [.. answer.Json.GetProperty("entry").EnumerateArray().Select(static entry => entry.GetProperty("response").GetProperty("location").GetString()!.Split("/_history")[0].Split('/')[^1])];
        return [.. ids.Chunk(3).Select(static own => (own[0], own[2]))];
    }

    private static string Consent(string person, string status, string? id = null) => $$$"""
        {"resourceType":"Consent",{{{(id is null ? "" : $"\"id\":{JsonSerializer.Serialize(id)},")}}}"status":"{{{status}}}","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"{{{(id is null ? person : $"Patient/{person}")}}}"},"dateTime":"2026-03-01",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{{{Permit}}} }
        """;
}
