using System.Globalization;
using System.Text.Json;
using CareExchange.Cli.Town;

namespace CareExchange.Journeys.Tests.Town;

/// <summary>Searches over a town, held against answers worked out from the generator's own records: no index, no SQL, no FHIR in between.</summary>
public abstract class TownSearchTests(TownStore town)
{
    private static IEnumerable<TownPerson> People => TownStore.People;

    private static readonly Dictionary<string, IEnumerable<string>> Expected = new(StringComparer.Ordinal)
    {
        ["Patient?gender=female"] = Patients(person => person.IsFemale),
        ["Patient?gender:not=female"] = Patients(person => !person.IsFemale),
        ["Patient?birthdate=lt1946-01-01"] = Patients(person => person.BirthDate < new DateOnly(1946, 1, 1)),
        ["Patient?birthdate=ge1950&birthdate=le1969-06-30"] = Patients(person => person.BirthDate >= new DateOnly(1950, 1, 1) && person.BirthDate <= new DateOnly(1969, 6, 30)),
        ["Patient?birthdate=1950"] = Patients(person => person.BirthDate.Year == 1950),
        ["Patient?birthdate=ne1950"] = Patients(person => person.BirthDate.Year != 1950),
        ["Patient?name=김"] = Patients(person => person.Name.StartsWith('김')),
        ["Patient?name:contains=가온"] = Patients(person => person.Name.Contains("가온", StringComparison.Ordinal)),
        ["Patient?name=김,이"] = Patients(person => person.Name[0] is '김' or '이'),
        ["Patient?identifier=urn:careexchange:municipal-case|TOWN-0000007"] = Patients(person => person.Number == 7),
        ["Patient?identifier=TOWN-0000007,TOWN-0000011"] = Patients(person => person.Number is 7 or 11),
        ["Patient?phone=010-0003-0000"] = Patients(person => person.Phone == "010-0003-0000"),
        ["Patient?address:contains=연희동"] = Patients(person => person.Dong == "연희동"),
        ["Patient?_id=t5,t50,t500"] = Patients(person => person.Number is 5 or 50),
        ["Patient?gender=male&birthdate=lt1950&address:contains=홍제동"] = Patients(person => !person.IsFemale && person.BirthDate.Year < 1950 && person.Dong == "홍제동"),
        ["Patient?_has:ServiceRequest:patient:code=meal-delivery"] = Patients(person => All(person).Any(service => service.Code == "meal-delivery")),
        ["Patient?_has:Task:patient:status=rejected"] = Patients(person => person.Pattern.Services.Any(service => service.Declined)),
        ["Patient?_has:Observation:patient:code=urn:careexchange:observation|prescreen&_has:ServiceRequest:patient:status=revoked"] = Patients(person => person.Pattern.Services.Any(service => service.Declined)),
        ["ServiceRequest?code=urn:careexchange:service-type|housework"] = Requests((_, service) => service.Code == "housework"),
        ["ServiceRequest?code=housework&status=revoked"] = Requests((_, service) => service is { Code: "housework", Declined: true }),
        ["ServiceRequest?category=urn:careexchange:service-layer|existing"] = Requests((_, service) => service.Provider is null),
        ["ServiceRequest?performer=Organization/welfare-center"] = Requests((_, service) => service.Provider == "welfare-center"),
        ["ServiceRequest?patient.birthdate=lt1940&code=housework,visiting-bath"] = Requests((person, service) => person.BirthDate.Year < 1940 && service.Code is "housework" or "visiting-bath" && person.BirthDate.Year < 1940),
        ["ServiceRequest?patient:Patient.gender=female&performer=Organization/social-service-agency"] = Requests((person, service) => person.IsFemale && service.Provider == "social-service-agency"),
        ["ServiceRequest?authored=lt2026-03-01&category=existing"] = Requests((person, service) => service.Provider is null && person.ReceivedOn < new DateOnly(2026, 3, 1)),
        ["ServiceRequest?performer:missing=true"] = Requests((_, service) => service.Provider is null),
        ["Task?status=in-progress"] = Tasks((index, service) => index == 0 && !service.Declined),
        ["Task?status=rejected,in-progress&owner=Organization/social-service-agency"] = Tasks((index, service) => service.Provider == "social-service-agency" && (service.Declined || index == 0)),
        ["Task?focus:ServiceRequest.code=meal-delivery"] = Tasks((_, service) => service.Code == "meal-delivery"),
        ["Observation?code=urn:careexchange:observation|prescreen&value-quantity=ge4"] = Observations("prescreen", person => person.Score >= 4),
        ["Observation?code=prescreen&value-quantity=2||{score}"] = Observations("prescreen", person => person.Score == 2),
        ["Observation?code-value-concept=urn:careexchange:observation|household-type$urn:careexchange:household-type|alone"] = Observations("household-type", person => person.Pattern.Household.Code == "alone"),
        ["Observation?code=economy&value-concept=basic-livelihood"] = Observations("economy", person => person.Pattern.Economy.Code == "basic-livelihood"),
        ["Observation?code=as-is&date=ge2026-06&patient.gender=male"] = Observations("as-is", person => person.ReceivedOn >= new DateOnly(2026, 6, 1) && !person.IsFemale),

        // R4 search.html#prefix: what ends on the day does not reach above it, what begins on it does not reach below.
        ["CarePlan?date=ge2026-07-15&date=le2026-07-15"] = People.Where(person => Start(person) < new DateOnly(2026, 7, 15) && End(person) > new DateOnly(2026, 7, 15)).Select(person => $"{Id(person)}-plan"),
        ["CarePlan?category=urgent-care"] = People.Where(person => person.Pattern.Services.Any(service => service.Code == "urgent-care")).Select(person => $"{Id(person)}-plan"),
        ["Goal?target-date=lt2026-06-01"] = People.Where(person => End(person) < new DateOnly(2026, 6, 1)).Select(person => $"{Id(person)}-g1"),
        ["CareTeam?patient=Patient/t9"] = ["t9-team", "team-t9"],
        ["Goal?patient.name=김&lifecycle-status=active"] = People.Where(person => person.Name.StartsWith('김')).Select(person => $"{Id(person)}-g1"),
    };

    /// <summary>The searches.</summary>
    public static TheoryData<string> Queries => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_search_finds_whom_the_generator_says_and_counts_them(string query)
    {
        Assert.SkipUnless(town.IsThere, "No PostgreSQL to test with.");
        var parts = query.Split('?');
        var expected = Expected[query].Order(StringComparer.Ordinal).ToArray();

        var (matches, total) = await town.SearchAsync(parts[0], $"{parts[1]}&_count=17");

        Assert.Equal(expected, matches.Select(match => match.Id).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, total);
    }

    [Theory]
    [InlineData("birthdate", false)]
    [InlineData("-birthdate", true)]
    public async Task The_town_in_the_order_of_birth_over_many_pages(string sort, bool isDescending)
    {
        Assert.SkipUnless(town.IsThere, "No PostgreSQL to test with.");
        var expected = People.Select(person => person.BirthDate).Order().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        if (isDescending) Array.Reverse(expected);

        var (matches, _) = await town.SearchAsync("Patient", $"_sort={sort}&_count=7");

        Assert.Equal(expected, matches.Select(match => JsonDocument.Parse(match.Json).RootElement.GetProperty("birthDate").GetString()));
        Assert.Equal(TownStore.Persons, matches.Select(match => match.Id).Distinct().Count());
    }

    private static IEnumerable<string> Patients(Func<TownPerson, bool> which) => People.Where(which).Select(Id);

    private static IEnumerable<string> Observations(string code, Func<TownPerson, bool> which) => People.Where(which).Select(person => $"{Id(person)}-{code}");

    private static IEnumerable<string> Requests(Func<TownPerson, TownService, bool> which) => People.SelectMany(person =>
        person.Pattern.Existing.Select((service, index) => (service, Key: $"e{index}")).Concat(person.Pattern.Services.Select((service, index) => (service, Key: $"s{index}")))
            .Where(one => which(person, one.service)).Select(one => $"{Id(person)}-{one.Key}"));

    private static IEnumerable<string> Tasks(Func<int, TownService, bool> which) => People.SelectMany(person =>
        person.Pattern.Services.Select((service, index) => (service, index)).Where(one => which(one.index, one.service)).Select(one => $"{Id(person)}-t{one.index}"));

    private static IEnumerable<TownService> All(TownPerson person) => person.Pattern.Existing.Concat(person.Pattern.Services);

    private static string Id(TownPerson person) => string.Create(CultureInfo.InvariantCulture, $"t{person.Number}");

    private static DateOnly Start(TownPerson person) => person.ReceivedOn.AddDays(14);

    private static DateOnly End(TownPerson person) => Start(person).AddMonths(3);
}

/// <summary>In SQLite.</summary>
public sealed class SqliteTownSearchTests(SqliteTown town) : TownSearchTests(town), IClassFixture<SqliteTown>;

/// <summary>In PostgreSQL.</summary>
public sealed class PostgresTownSearchTests(PostgresTown town) : TownSearchTests(town), IClassFixture<PostgresTown>;
