using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Journeys.Tests.World;
using CareExchange.Validation.Instances;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Operations that show what there is about a person: everything, the latest, documents, matches.</summary>
[Collection(SharedDistrict.Name)]
public sealed class RecordOperationTests(District district)
{
    [Fact]
    public async Task Everything_about_a_person_comes_with_the_directory_it_points_at_and_page_by_page()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, practitioner) = await PersonAsync(machine);
        for (var day = 1; day <= 5; day++) await ObservationAsync(machine, patient, "weight", $"2026-03-0{day}", practitioner);

        var whole = (await machine.GetAsync($"Patient/{patient}/$everything")).Is(HttpStatusCode.OK);
        AssertValid(whole);
        Assert.Equal("searchset", whole.Text("type"));
        Assert.Equal(patient, whole.Resources[0].GetProperty("id").GetString());
        Assert.Equal(5, whole.Resources.Count(resource => Type(resource) == "Observation"));
        Assert.Equal("include", whole.Json.GetProperty("entry").EnumerateArray().Single(entry => Type(entry.GetProperty("resource")) == "Practitioner").GetProperty("search").GetProperty("mode").GetString());
        var matches = whole.Json.GetProperty("entry").EnumerateArray().Count(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match");
        Assert.Equal(matches, whole.Json.GetProperty("total").GetInt32());

        var seen = new List<string>();
        var next = $"Patient/{patient}/$everything?_count=2";
        while (next is not null)
        {
            var page = (await machine.GetAsync(next)).Is(HttpStatusCode.OK);
            var entries = page.Json.GetProperty("entry").EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match").ToArray();
            Assert.InRange(entries.Length, 1, 2);
            seen.AddRange(entries.Select(entry => entry.GetProperty("fullUrl").GetString()!));
            next = Link(page, "next")?.Split("/fhir/")[1];
        }

        Assert.Equal(matches, seen.Distinct().Count());
        Assert.Equal(matches, seen.Count);
        var first = Link((await machine.GetAsync($"Patient/{patient}/$everything?_count=2")).Is(HttpStatusCode.OK), "next")!.Split("/fhir/")[1];
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        (await other.GetAsync(first)).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
        (await machine.GetAsync($"Patient/{patient}/$everything?_cursor=x")).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
    }

    [Fact]
    public async Task Everything_about_everybody_comes_page_by_page_and_only_of_those_who_may_be_known()
    {
        var organization = $"org-{Guid.NewGuid():N}";
        using var machine = await Machine.RegisterAsync(district, organization);
        var expected = new List<string>();
        for (var person = 0; person < 3; person++)
        {
            var (patient, _) = await PersonAsync(machine);
            expected.Add($"Patient/{patient}");
            for (var day = 1; day <= person; day++) expected.Add($"Observation/{await ObservationAsync(machine, patient, "weight", $"2026-03-0{day}")}");
        }

        foreach (var count in (int[])[1, 2, 4, 100])
        {
            var seen = new List<string>();
            var next = $"Patient/$everything?_type=Patient,Observation&_count={count}";
            while (next is not null)
            {
                var page = (await machine.GetAsync(next)).Is(HttpStatusCode.OK);
                Assert.True(page.Resources.Count <= count);
                seen.AddRange(page.Resources.Select(resource => $"{Type(resource)}/{resource.GetProperty("id").GetString()}"));
                next = Link(page, "next")?.Split("/fhir/")[1];
            }

            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public async Task Types_care_dates_and_the_moment_of_storing_narrow_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, _) = await PersonAsync(machine);
        await ObservationAsync(machine, patient, "weight", "2026-03-01");
        var since = Uri.EscapeDataString(district.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffK", System.Globalization.CultureInfo.InvariantCulture));
        district.Clock.Advance(TimeSpan.FromSeconds(1));
        await ObservationAsync(machine, patient, "weight", "2026-04-01");

        Assert.Equal(["Observation", "Observation"], Types(await machine.GetAsync($"Patient/{patient}/$everything?_type=Observation")));
        Assert.Equal(["2026-04-01"], Dates(await machine.GetAsync($"Patient/{patient}/$everything?_type=Observation&start=2026-03-15")));
        Assert.Equal(["2026-03-01"], Dates(await machine.GetAsync($"Patient/{patient}/$everything?_type=Observation&end=2026-03-01")));
        Assert.Equal(["2026-04-01"], Dates(await machine.GetAsync($"Patient/{patient}/$everything?_type=Observation&_since={since}")));
        Assert.Equal(["Patient"], Types(await machine.GetAsync($"Patient/{patient}/$everything?_type=Patient,Condition")));
        Assert.Contains("Patient", Types(await machine.GetAsync($"Patient/{patient}/$everything?start=2030-01-01")));
        (await machine.GetAsync($"Patient/{patient}/$everything?_type=Observatio")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"Patient/{patient}/$everything?start=soon")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"Patient/{patient}/$everything?_since=2026-01-01")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"Patient/{patient}/$everything?_count=0")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync("Patient/nobody/$everything")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task A_stranger_learns_no_more_of_a_person_than_of_nobody_and_the_attempt_is_recorded()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var (patient, _) = await PersonAsync(machine);
        await ObservationAsync(machine, patient, "weight", "2026-03-01");

        var hidden = (await stranger.GetAsync($"Patient/{patient}/$everything")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        var nobody = (await stranger.GetAsync("Patient/nobody/$everything")).Refused(HttpStatusCode.NotFound, "resource-unknown");

        Assert.Equal(nobody with { Diagnostics = "" }, hidden with { Diagnostics = "" });
        Assert.Contains(await district.AuditAsync(stranger.Id), entry => entry.Row is { Action: "operation", Outcome: "deny" } row && row.Person == patient);
        (await machine.GetAsync($"Patient/{patient}/$everything")).Is(HttpStatusCode.OK);
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "operation", Outcome: "permit" } row && row.Person == patient);
    }

    [Fact]
    public async Task An_encounter_comes_with_what_was_done_in_it_and_with_nothing_else()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, practitioner) = await PersonAsync(machine);
        var encounter = (await machine.PostAsync("Encounter", $$$"""{"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HH"},"subject":{"reference":"Patient/{{{patient}}}"},"participant":[{"individual":{"reference":"Practitioner/{{{practitioner}}}"}}]}""")).Is(HttpStatusCode.Created).Text("id");
        await ObservationAsync(machine, patient, "weight", "2026-03-01", encounter: encounter);
        await ObservationAsync(machine, patient, "weight", "2026-04-01");

        var found = (await machine.GetAsync($"Encounter/{encounter}/$everything")).Is(HttpStatusCode.OK);

        AssertValid(found);
        // Its Provenance brings the organisation along where somebody stored that.
        Assert.Equal(["Encounter", "Observation", "Practitioner"], Types(found).Where(type => type is not ("Provenance" or "Patient" or "Organization")).Order());
        Assert.Equal(["2026-03-01"], Dates(found));
        (await machine.GetAsync("Encounter/nowhere/$everything")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync($"Encounter/{encounter}/$everything?start=2026")).Refused(HttpStatusCode.BadRequest, "operation-parameter-unknown");
    }

    [Fact]
    public async Task The_latest_of_each_kind_are_found_newest_first()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, _) = await PersonAsync(machine);
        foreach (var day in (string[])["2026-03-02", "2026-03-01", "2026-03-03"])
        {
            await ObservationAsync(machine, patient, "weight", day);
            await ObservationAsync(machine, patient, "height", day);
        }

        Assert.Equal(["2026-03-03", "2026-03-03"], Dates(await machine.GetAsync($"Observation/$lastn?patient={patient}")));
        Assert.Equal(["2026-03-03", "2026-03-02"], Dates(await machine.GetAsync($"Observation/$lastn?patient=Patient/{patient}&code=weight&max=2")));
        Assert.Equal(["2026-03-03"], Dates(await machine.PostAsync("Observation/$lastn", $$"""{"resourceType":"Parameters","parameter":[{"name":"subject","valueString":"Patient/{{patient}}"},{"name":"code","valueString":"height"}]}""")));
        Assert.Empty(Dates(await machine.GetAsync($"Observation/$lastn?patient={patient}&code=unheard")));
        (await machine.GetAsync("Observation/$lastn?code=weight")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"Observation/$lastn?patient={patient}&max=0")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"Observation/$lastn?patient={patient}&_sort=date")).Refused(HttpStatusCode.BadRequest, "operation-parameter-unknown");
        (await machine.GetAsync($"Observation/$lastn?patient={patient}&unheard=x")).Is(HttpStatusCode.BadRequest);
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        Assert.Empty(Dates(await stranger.GetAsync($"Observation/$lastn?patient={patient}")));
    }

    [Fact]
    public async Task A_document_holds_what_its_composition_names_and_is_kept_if_asked()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, practitioner) = await PersonAsync(machine);
        var observation = await ObservationAsync(machine, patient, "weight", "2026-03-01");
        var composition = await CompositionAsync(machine, patient, practitioner, $"Observation/{observation}");

        var document = (await machine.GetAsync($"Composition/{composition}/$document")).Is(HttpStatusCode.OK);
        AssertValid(document);
        Assert.Equal("document", document.Text("type"));
        Assert.Equal(["Composition", "Observation", "Patient", "Practitioner"], Types(document).Order());
        Assert.Equal("Composition", Type(document.Resources[0]));
        Assert.False(document.Json.TryGetProperty("meta", out _));

        var kept = (await machine.GetAsync($"Composition/$document?id=Composition/{composition}&persist=true")).Is(HttpStatusCode.OK);
        var again = (await machine.GetAsync($"Bundle/{kept.Text("id")}")).Is(HttpStatusCode.OK);
        Assert.Equal(kept.Text("id"), again.Text("id"));
        var gap = await CompositionAsync(machine, patient, practitioner, "Observation/withheld-or-not-there");
        var cut = (await machine.GetAsync($"Composition/{gap}/$document")).Is(HttpStatusCode.OK);
        Assert.Equal("SUBSETTED", cut.Json.GetProperty("meta").GetProperty("tag")[0].GetProperty("code").GetString());
        (await machine.GetAsync("Composition/nowhere/$document")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync("Composition/$document")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"Composition/{composition}/$document?persist=perhaps")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        (await stranger.GetAsync($"Composition/{composition}/$document")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task Persons_are_matched_for_those_who_may_see_them()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var name = $"박{Guid.NewGuid().ToString("N")[..6]}";
        string Person(string birth) => $$$"""{"resourceType":"Patient","name":[{"text":"{{{name}}}"}],"gender":"female","birthDate":"{{{birth}}}","address":[{"text":"서울 서대문구 {{{name}}}로 1"}]}""";
        var patient = (await machine.PostAsync("Patient", Person("1944-05-06"))).Is(HttpStatusCode.Created).Text("id");

        var certain = (await machine.PostAsync("Patient/$match", Parameters(Person("1944-05-06"), onlyCertain: true))).Is(HttpStatusCode.OK);
        AssertValid(certain);
        var search = certain.Json.GetProperty("entry")[0].GetProperty("search");
        Assert.Equal((patient, "certain", 1m), (certain.Resources[0].GetProperty("id").GetString(), search.GetProperty("extension")[0].GetProperty("valueCode").GetString(), search.GetProperty("score").GetDecimal()));
        var doubtful = (await machine.PostAsync("Patient/$match", Person("1944-05-07"))).Is(HttpStatusCode.OK);
        Assert.NotEqual("certain", doubtful.Json.GetProperty("entry")[0].GetProperty("search").GetProperty("extension")[0].GetProperty("valueCode").GetString());
        Assert.Empty((await machine.PostAsync("Patient/$match", Parameters(Person("1944-05-07"), onlyCertain: true))).Is(HttpStatusCode.OK).Resources);
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        Assert.Empty((await stranger.PostAsync("Patient/$match", Person("1944-05-06"))).Is(HttpStatusCode.OK).Resources);
        using var reader = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.rs");
        (await reader.PostAsync("Patient/$match", Person("1944-05-06"))).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await machine.PostAsync("Patient/$match", """{"resourceType":"Practitioner"}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
        (await machine.PostAsync("Patient/$match", "{\"resourceType\":\"Parameters\"}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        Assert.DoesNotContain(name, Encoding.UTF8.GetString((await district.AuditAsync(machine.Id, 5)).SelectMany(entry => entry.Row.Json.ToArray()).ToArray()), StringComparison.Ordinal);

        static string Parameters(string person, bool onlyCertain) =>
            $$"""{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{{person}}},{"name":"onlyCertainMatches","valueBoolean":{{(onlyCertain ? "true" : "false")}}},{"name":"count","valueInteger":3}]}""";
    }

    private static async Task<(string Patient, string Practitioner)> PersonAsync(Machine machine) => (
        (await machine.PostAsync("Patient", """{"resourceType":"Patient","gender":"female"}""")).Is(HttpStatusCode.Created).Text("id")!,
        (await machine.PostAsync("Practitioner", """{"resourceType":"Practitioner","name":[{"text":"이수간"}]}""")).Is(HttpStatusCode.Created).Text("id")!);

    private static async Task<string> ObservationAsync(Machine machine, string patient, string code, string day, string? performer = null, string? encounter = null)
    {
        var more = (performer is null ? "" : $$$""","performer":[{"reference":"Practitioner/{{{performer}}}"}]""") + (encounter is null ? "" : $$$""","encounter":{"reference":"Encounter/{{{encounter}}}"}""");
        return (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:test","code":"{{{code}}}"}]},"subject":{"reference":"Patient/{{{patient}}}"},"effectiveDateTime":"{{{day}}}"{{{more}}}}"""))
            .Is(HttpStatusCode.Created).Text("id")!;
    }

    private static async Task<string> CompositionAsync(Machine machine, string patient, string practitioner, string entry) => (await machine.PostAsync("Composition", $$$"""
        {"resourceType":"Composition","status":"final","type":{"text":"요약"},"subject":{"reference":"Patient/{{{patient}}}"},"date":"2026-03-02","author":[{"reference":"Practitioner/{{{practitioner}}}"}],"title":"요약",
         "section":[{"title":"측정","entry":[{"reference":"{{{entry}}}"}]}]}
        """)).Is(HttpStatusCode.Created).Text("id")!;

    private static string? Type(JsonElement resource) => resource.GetProperty("resourceType").GetString();

    private static IEnumerable<string?> Types(Answer answer) => answer.Is(HttpStatusCode.OK).Resources.Select(Type);

    private static IEnumerable<string?> Dates(Answer answer) => answer.Is(HttpStatusCode.OK).Resources.Where(resource => Type(resource) == "Observation").Select(resource => resource.GetProperty("effectiveDateTime").GetString());

    private static string? Link(Answer page, string relation) => page.Json.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation).Select(link => link.GetProperty("url").GetString()).FirstOrDefault();

    private static void AssertValid(Answer answer)
    {
        using var document = FhirDocument.Parse(answer.Bytes, Schema.R4).Value!;
        Assert.Empty(new ResourceValidator(Schema.R4).Validate(document.Root).Where(issue => issue.IsError && !issue.Rule.StartsWith("reference", StringComparison.Ordinal)).Select(issue => $"{issue.Expression} {issue.Rule} {issue.Found}"));
    }
}
