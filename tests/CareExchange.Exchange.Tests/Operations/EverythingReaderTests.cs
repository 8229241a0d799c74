using System.Text.Json;
using CareExchange.Exchange.Requests;
using CareExchange.Exchange.Tests.Interactions;

namespace CareExchange.Exchange.Tests.Operations;

public sealed class EverythingReaderTests
{
    private static readonly Requester Nurse = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic", "clinic");

    [Fact]
    public async Task Consent_opens_what_it_opens_and_totals_pages_and_includes_tell_of_nothing_else()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var room = new OperationRoom(exchange);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        for (var i = 0; i < 3; i++) await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(patient));
        var hidden = await exchange.CreateAsync("office", """{"resourceType":"Organization","name":"숨은 기관"}""");
        await exchange.CreateAsync("office", $$$"""{"resourceType":"Coverage","status":"active","beneficiary":{"reference":"Patient/{{{patient}}}"},"payor":[{"reference":"Organization/{{{hidden}}}"}]}""");
        Assert.Equal("resource-unknown", Assert.Single((await room.InvokeAsync($"Patient/{patient}/$everything", Nurse)).Issues).Rule);

        await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(patient, "clinic"));
        var seen = await room.AskAsync($"Patient/{patient}/$everything", Nurse);

        // Clinical data are open; what the coverage points at would betray that there is one.
        Assert.Equal(["Observation", "Observation", "Observation"], Types(seen).Where(type => type is "Observation" or "Coverage" or "Organization" or "Patient"));
        Assert.Equal(Types(seen).Count(), seen.GetProperty("total").GetInt32());
        var page = await room.AskAsync($"Patient/{patient}/$everything", Nurse, "_count=3&_type=Observation,Coverage");
        Assert.Single(page.GetProperty("link").EnumerateArray());
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        var recorded = (await exchange.TrailAsync())[0];
        Assert.Equal(("operation", "permit", patient), (recorded.Action, recorded.Outcome, recorded.Person));
        Assert.DoesNotContain("Coverage", System.Text.Encoding.UTF8.GetString(recorded.Json.Span), StringComparison.Ordinal);
        Assert.Empty(TestExchange.Wrong(recorded.Json));
    }

    [Fact]
    public async Task The_latest_of_a_kind_are_chosen_among_what_may_be_seen()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var room = new OperationRoom(exchange);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        await exchange.CreateAsync("office", Dated(patient, "2026-01-01", "clinical"));
        await exchange.CreateAsync("office", Dated(patient, "2026-02-01", "cognition"));
        await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(patient, "clinic"));

        var seen = await room.AskAsync("Observation/$lastn", Nurse, $"patient={patient}");

        Assert.Equal("2026-01-01", seen.GetProperty("entry").EnumerateArray().Single().GetProperty("resource").GetProperty("effectiveDateTime").GetString());

        static string Dated(string patient, string day, string category) => ReadInteractionTests.ObservationOf(patient)
            .Replace("\"status\"", $$"""
                "meta":{"security":[{"system":"urn:careexchange:data-category","code":"{{category}}"}]},"effectiveDateTime":"{{day}}","status"
                """, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_tells_of_a_gap_and_not_whether_something_is_in_it()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var room = new OperationRoom(exchange);
        var patient = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var secret = await exchange.CreateAsync("other-office", ReadInteractionTests.ObservationOf(patient));
        async Task<JsonElement> DocumentAsync(string entry)
        {
            var composition = await exchange.CreateAsync("office", $$$"""
                {"resourceType":"Composition","status":"final","type":{"text":"t"},"subject":{"reference":"Patient/{{{patient}}}"},"date":"2026-03-02","author":[{"display":"a"}],"title":"t","section":[{"title":"s","entry":[{"reference":"{{{entry}}}"}]}]}
                """);
            return await room.AskAsync($"Composition/{composition}/$document", TestExchange.System("office"));
        }

        var withheld = await DocumentAsync($"Observation/{secret}");
        var missing = await DocumentAsync("Observation/nothing-there");

        Assert.Equal(Types(missing), Types(withheld));
        Assert.Equal(missing.GetProperty("meta").ToString(), withheld.GetProperty("meta").ToString());
        Assert.DoesNotContain("Observation", Types(withheld));
    }

    private static IEnumerable<string?> Types(JsonElement bundle) => bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString());
}
