using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Resources;

namespace CareExchange.Journeys.Tests.Hardening;

/// <summary>A whole day of the district, and then everything is read that it wrote elsewhere than into its records: log, metrics, traces, headers.</summary>
/// <remarks>Not in parallel with others: the log is that of the process.</remarks>
[Collection(nameof(NothingPersonalTests))]
[CollectionDefinition(nameof(NothingPersonalTests), DisableParallelization = true)]
public sealed class NothingPersonalTests
{
    private const string ResidentNumber = "480302-2123456";

    [Fact]
    public async Task Neither_log_nor_metric_nor_trace_nor_header_names_anybody()
    {
        using var log = new StringWriter();
        var standard = Console.Error;
        Console.SetError(TextWriter.Synchronized(log));
        var measured = new ConcurrentQueue<string>();
        var answered = new List<string>();
        using var meters = Meters(measured);
        using var activities = Activities(measured);
        var district = new DeliveredDistrict();
        HashSet<string> personal;
        try
        {
            await district.InitializeAsync();
            personal = await PersonalAsync(district);
            await DayAsync(district, answered);
        }
        finally
        {
            await district.DisposeAsync();
            Console.SetError(standard);
        }

        Assert.True(personal.Count > 20, "Too little was collected for the test to mean anything.");
        Assert.NotEmpty(measured);
        AssertNone(personal, log.ToString(), "log");
        AssertNone(personal, string.Join('\n', measured), "metrics and traces");
        AssertNone(personal, string.Join('\n', answered), "headers");
    }

    // Pages, searches, refusals and mistakes of everybody, with names and numbers where they do not belong. (The name of a parameter that is not known is told back to who wrote it.)
    private static async Task DayAsync(DeliveredDistrict district, List<string> answered)
    {
        foreach (var name in new[] { "manager", "nurse", "nhis", "dementia" })
        {
            using var staff = await Staff.SignInAsync(district, name);
            foreach (var path in new[] { "persons", $"persons/{district.Person}/plan", $"persons/{district.Person}/access", "persons/nobody/plan", $"fhir/Patient/{district.Person}", $"fhir/Patient/{district.Person}/$everything", $"fhir/Observation?patient={district.Person}&_count=3" })
            {
                Note(await staff.GetAsync(path), answered);
            }
        }

        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        Note(await machine.PostAsync("Patient/_search", "x"), answered);
        foreach (var path in new[] { "Patient?birthdate=김가온", "Patient?unheard-of=김가온", "Observation?value-quantity=480302-2123456", "Patient/김가온", "Nothing/480302-2123456", "Patient?_cursor=김가온", "Patient/$match", "Patient?identifier=480302-2123456" })
        {
            Note(await machine.GetAsync(path), answered);
        }

        foreach (var body in new[]
        {
            $$"""{"resourceType":"Patient","name":[{"text":"김가온"}],"birthDate":"{{ResidentNumber}}" }""",
            $$"""{"resourceType":"Observation","status":"{{ResidentNumber}}","code":{"text":"김가온"} }""",
            $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"note":[{"text":"{{ResidentNumber}}"}]}""",
            """{"resourceType":"Patient","gender":"김가온","telecom":[{"system":"phone","value":"010-1234-5678"}],"address":{"text":"서울"}}""",
            "김가온",
            """{"resourceType":"Patient","name":[{"text":"김가온" """,
        })
        {
            Note(await machine.PostAsync("Patient", body), answered);
            Note(await machine.PostAsync("Observation", body), answered);
            Note(await machine.PostAsync("Patient/$validate", body), answered);
            Note(await machine.PostAsync("", body), answered);
        }

        using var partner = await Machine.PartnerAsync(district, "hongje-homecare");
        Note(await partner.DeliverAsync("hongje-homecare", Encoding.UTF8.GetBytes($$"""{"name":"김가온","rrn":"{{ResidentNumber}}" }""")), answered);
        using var wrong = district.NewClient(withCookies: true);
        using var form = new FormUrlEncodedContent([new("name", "김가온"), new("password", ResidentNumber)]);
        (await wrong.PostAsync(new Uri("signin", UriKind.Relative), form, TestContext.Current.CancellationToken)).Dispose();
    }

    // What is wrong in a body is told back to who sent it; headers end in the logs of proxies.
    private static void Note(Answer answer, List<string> answered) =>
        answered.Add(string.Join('\n', answer.Response.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")));

    private static void AssertNone(HashSet<string> personal, string text, string where)
    {
        foreach (var one in personal)
        {
            var at = text.IndexOf(one, StringComparison.Ordinal);
            Assert.True(at < 0, $"{where}: '{one}' in …{(at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)])}…");
        }
    }

    private static async Task<HashSet<string>> PersonalAsync(DeliveredDistrict district)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { "김가온", ResidentNumber, "4803022123456", "010-1234-5678" };
        await foreach (var resource in district.Room<ResourceStore>().ReadCompartmentAsync(district.Person, TestContext.Current.CancellationToken))
        {
            if (resource.Type is not ("Patient" or "RelatedPerson")) continue;
            using var document = JsonDocument.Parse(resource.Json);
            foreach (var name in Items(document.RootElement, "name")) found.UnionWith(Texts(name, "text", "family").Where(text => text.Length > 1));
            foreach (var contact in Items(document.RootElement, "telecom")) found.UnionWith(Texts(contact, "value"));
            foreach (var address in Items(document.RootElement, "address")) found.UnionWith(Texts(address, "text"));
            foreach (var identifier in Items(document.RootElement, "identifier")) found.UnionWith(Texts(identifier, "value").Where(text => text.Length > 5));
            foreach (var contact in Items(document.RootElement, "contact"))
            {
                if (contact.TryGetProperty("name", out var name)) found.UnionWith(Texts(name, "text"));
                foreach (var telecom in Items(contact, "telecom")) found.UnionWith(Texts(telecom, "value"));
            }
        }

        // The messages themselves say more than one person's record.
        foreach (var partner in new[] { "nhis-seodaemun", "hongje-homecare", "seodaemun-dementia", "seodaemun" })
        {
            foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(string.Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "mappings", partner), "*-input.*", SearchOption.AllDirectories).Where(file => !file.EndsWith("xlsx", StringComparison.Ordinal)).Select(File.ReadAllText)), @"01[016789]-?\d{3,4}-?\d{4}|\d{6}-[1-4]\d{6}|[가-힣]+(로|길) \d+")) found.Add(match.Value);
        }

        return found;
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) => element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static IEnumerable<string> Texts(JsonElement element, params string[] names) =>
        names.Select(name => element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "").Where(text => text.Length > 0);

    private static MeterListener Meters(ConcurrentQueue<string> measured)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, one) => one.EnableMeasurementEvents(instrument) };
        void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            foreach (var tag in tags) measured.Enqueue($"{instrument.Name} {tag.Key}={tag.Value}");
        }

        listener.SetMeasurementEventCallback<long>(Take);
        listener.SetMeasurementEventCallback<int>(Take);
        listener.SetMeasurementEventCallback<double>(Take);
        listener.Start();
        return listener;
    }

    private static ActivityListener Activities(ConcurrentQueue<string> measured)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => measured.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
