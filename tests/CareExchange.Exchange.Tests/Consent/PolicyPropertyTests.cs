using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Whatever policies there are: what searches, totals, pages, links, includes, history and reads show is what a reference decides that shares no code with them.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(9));
    private static readonly string[] Persons = ["p0", "p1", "p2", "p3"];
    private static readonly string[] Types = ["Patient", "Observation", "Condition", "Encounter", "Consent"];

    /// <summary>Other worlds than those of every day: where the seeds begin, from <c>CAREEXCHANGE_POLICY_SEED</c>.</summary>
    internal static int FirstSeed { get; } = int.TryParse(Environment.GetEnvironmentVariable("CAREEXCHANGE_POLICY_SEED"), CultureInfo.InvariantCulture, out var told) ? told : 1;

    // By whom the consents were written: as this gateway asks for them, or as others do.
    public static TheoryData<string, string, int> Worlds => [.. from kind in (string[])["sqlite", "postgres"] from authors in (string[])["ours", "others"] from seed in Enumerable.Range(FirstSeed, kind == "sqlite" ? 10 : 4) select new TheoryDataRow<string, string, int>(kind, authors, seed)
    {
        Skip = kind == "postgres" && TestStore.Postgres is null ? "CAREEXCHANGE_TEST_POSTGRES holds no connection string." : null,
    }];

    [Theory]
    [MemberData(nameof(Worlds))]
    [Trait("pain", "17")]
    public async Task Every_way_to_look_shows_what_the_reference_shows(string kind, string authors, int seed)
    {
        var (requesterOf, resourcesOf) = Generator(authors, new Random(seed));
        var resources = Persons.SelectMany(person => resourcesOf(person, 8)).ToList();
        Requester[] requesters = [.. Enumerable.Range(0, 10).Select(_ => requesterOf())];
        var (seen, hidden) = (0, 0);
        await using var store = await FilledAsync(kind, resources);
        foreach (var requester in requesters)
        {
            var (failure, counts) = await CheckAsync(store, resources, requester);
            if (failure is not null) Assert.Fail(await ShrinkAsync(resources, requester, failure));
            (seen, hidden) = (seen + counts.Seen, hidden + counts.Hidden);
        }

        // The generator reaches both sides, or the test would say nothing.
        Assert.True(seen > 30 && hidden > 30, $"{seen} seen, {hidden} hidden");
    }

    private static (Func<Requester> Requester, Func<string, int, IEnumerable<(string Type, string Id, string Json, ResourceTags Tags)>> Resources) Generator(string authors, Random random) =>
        authors == "others" && new ForeignPolicies(random) is var others ? (others.Requester, others.Resources) : new PolicyGenerator(random) is var ours ? (ours.Requester, ours.Resources) : default;

    private static async Task<TestStore> FilledAsync(string kind, List<(string Type, string Id, string Json, ResourceTags Tags)> resources)
    {
        var store = await TestStore.OpenAsync(kind);
        store.Clock.Now = Now;
        foreach (var (type, id, json, tags) in resources) await store.PutAsync(type, id, json, tags);
        return store;
    }

    [Theory]
    [InlineData("ours")]
    [InlineData("others")]
    public async Task Decider_and_reference_agree_on_thousands_of_policies(string authors)
    {
        var (requesterOf, resourcesOf) = Generator(authors, new Random(20261121 + FirstSeed));
        var (seen, hidden) = (0, 0);
        for (var run = 0; run < 4000; run++)
        {
            var resources = resourcesOf("p1", 6).Select(one => new StoredResource(one.Type, one.Id, 1, Now, false, Encoding.UTF8.GetBytes(one.Json), one.Tags)).ToList();
            var requester = requesterOf();
            IReadOnlyCollection<string>? sightOf(StoredResource resource) => Sight(resources, requester, isStored: false)[(resource.Type, resource.Id)];
            while (await DisagreementAsync(resources, requester) is { } wrong)
            {
                // The fewest documents that still show it.
                var fewer = resources.Where(resource => resource != wrong).Select(left => resources.Where(resource => resource != left).ToList()).ToList();
                var smaller = await fewer.ToAsyncEnumerable().FirstOrDefaultAsync(async (list, _) => await DisagreementAsync(list, requester) is not null);
                if (smaller is null) Assert.Fail($"run {run}: {wrong.Type}/{wrong.Id}, by the text {(sightOf(wrong) is { } parts ? $"open [{string.Join(' ', parts)}]" : "closed")}, for {requester} of {string.Join(' ', requester.Groups)}\n{string.Join('\n', resources.Select(resource => $"{resource.Tags} {Encoding.UTF8.GetString(resource.Json.Span)}"))}");
                resources = smaller;
            }

            var sight = Sight(resources, requester, isStored: false);
            (seen, hidden) = (seen + sight.Count(pair => pair.Value is not null), hidden + sight.Count(pair => pair.Value is null));
        }

        Assert.True(seen > 4000 && hidden > 8000, $"{seen} seen, {hidden} hidden");
    }

    private static async Task<StoredResource?> DisagreementAsync(List<StoredResource> resources, Requester requester)
    {
        var sight = Sight(resources, requester, isStored: false);
        if (requester.OnlyPersonId is { } only && only != "p1") return null;
        var policies = resources.Where(resource => resource.Type == "Consent").Select(ConsentReader.Read);
        var decision = await ConsentDecision.MakeAsync("p1", requester, Now, policies, PolicyGenerator.Rules, resources.ToAsyncEnumerable);
        return resources.Find(resource =>
        {
            var expected = sight[(resource.Type, resource.Id)];
            var elements = decision.ElementsOf(resource);
            return decision.Permits(resource) != (expected is not null)
                || (expected is not null && !expected.Order(StringComparer.Ordinal).SequenceEqual((elements ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))
                || decision.Predicate.Permits(resource.Type, resource.Id, resource.Tags.Person, resource.Tags.Category, resource.Tags.Source) != (expected is not null);
        });
    }

    // One thing after the other is left out as long as it still fails: what is left can be read.
    private static async Task<string> ShrinkAsync(List<(string Type, string Id, string Json, ResourceTags Tags)> resources, Requester requester, string failure)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            for (var index = resources.Count - 1; index >= 0; index--)
            {
                List<(string, string, string, ResourceTags)> fewer = [.. resources.Where((_, place) => place != index)];
                await using var store = await FilledAsync("sqlite", fewer);
                if ((await CheckAsync(store, fewer, requester)).Failure is not { } still) continue;
                (resources, failure, isSmaller) = (fewer, still, true);
            }
        }

        return $"{failure}\n{requester}\n{string.Join('\n', resources.Select(resource => $"{resource.Type}/{resource.Id} {resource.Tags}\n{resource.Json}"))}";
    }

    private static async Task<(string? Failure, (int Seen, int Hidden, int Cut) Counts)> CheckAsync(TestStore store, List<(string Type, string Id, string Json, ResourceTags Tags)> resources, Requester requester)
    {
        var decider = new ConsentDecider(store.Resources, PolicyGenerator.Rules, store.Clock);
        var audit = new AuditTrail(store.Resources, store.Clock);
        var searches = new SearchInteraction(store.Resources, store.Parser, decider, audit);
        var stored = new List<StoredResource>();
        foreach (var (type, id, _, _) in resources) stored.Add((await store.Resources.ReadAsync(type, id, default))!);
        var sight = Sight(stored, requester);
        var counts = (sight.Count(pair => pair.Value is not null), sight.Count(pair => pair.Value is null), sight.Count(pair => pair.Value is { Count: > 0 }));

        // 1. Each resource by itself.
        var reads = new ReadInteraction(store.Resources, decider, audit);
        foreach (var resource in stored)
        {
            var read = await reads.ReadAsync(resource.Type, resource.Id, null, requester, TestExchange.Trace, default);
            var elements = sight[(resource.Type, resource.Id)];
            if (read.Succeeded != (elements is not null)) return ($"read of {resource.Type}/{resource.Id}: reference says {elements is not null}", counts);
            var one = await decider.DecideAsync(resource.Tags.Person!, requester, default);
            if (one.Permits(resource) != read.Succeeded) return ($"decision on {resource.Type}/{resource.Id}", counts);
            if (elements is not { Count: > 0 }) continue;
            var names = JsonNode.Parse(read.Value!.Json.Span)!.AsObject().Select(pair => pair.Key).Except(["resourceType", "id", "meta", "language", "implicitRules"]);
            if (names.FirstOrDefault(name => !elements.Any(element => name.StartsWith(element.Split('.')[1], StringComparison.Ordinal) && element.StartsWith(resource.Type + ".", StringComparison.Ordinal))) is { } more) return ($"{resource.Type}/{resource.Id} shows {more}", counts);
        }

        // 2. Searches with totals, page by page, in several orders.
        foreach (var type in Types)
        {
            var all = stored.Where(resource => resource.Type == type && sight[(type, resource.Id)] is not null).ToList();
            foreach (var query in (string[])["", "_sort=-_lastUpdated", "_sort=_id"])
            {
                if (await DifferenceAsync(searches, requester, type, query, [.. all.Select(resource => resource.Id)], [], isExact: true) is { } wrong) return (wrong, counts);
            }
        }

        // Of what a law shows in part and a consent may show whole by its content, searches ask the part: fewer are found then, and none that is hidden.
        var isDecided = !Undecided(stored);
        var isExact = isDecided || !PolicyGenerator.Rules.Any(rule => rule.Elements.Count > 0 && rule.Serves(requester));
        foreach (var code in (string[])["c0", "c1", "c2"])
        {
            var with = stored.Where(resource => resource.Type == "Observation" && Shows(sight, resource, "code") && CodeOf(resource) == code).Select(resource => resource.Id).ToList();
            var without = stored.Where(resource => resource.Type == "Observation" && sight[("Observation", resource.Id)] is not null && !with.Contains(resource.Id)).Select(resource => resource.Id).ToList();
            if (await DifferenceAsync(searches, requester, "Observation", $"code=urn:code|{code}&_sort=date", with, [], isExact) is { } wrong) return (wrong, counts);
            if (isExact && await DifferenceAsync(searches, requester, "Observation", $"code:not=urn:code|{code}", without, [], isExact: true) is { } not) return (not, counts);

            // 3. Through links: never more than what may be seen at every end; what only content opens is not asked through.
            var patients = stored.Where(resource => resource.Type == "Patient" && sight[("Patient", resource.Id)] is not null && stored.Any(other => with.Contains(other.Id) && Shows(sight, other, "subject") && other.Tags.Person == resource.Id)).Select(resource => resource.Id).ToList();
            if (await DifferenceAsync(searches, requester, "Patient", $"_has:Observation:patient:code=urn:code|{code}", patients, [], isDecided) is { } has) return (has, counts);
            var encounters = stored.Where(resource => resource.Type == "Observation" && Shows(sight, resource, "encounter") && sight.GetValueOrDefault(("Encounter", EncounterOf(resource))) is { } end && IsShown(end, "Encounter.class")
                && stored.Any(other => other.Type == "Encounter" && other.Id == EncounterOf(resource) && ClassOf(other) == code)).Select(resource => resource.Id).ToList();
            if (await DifferenceAsync(searches, requester, "Observation", $"encounter.class=urn:code|{code}", encounters, [], isDecided) is { } chain) return (chain, counts);
        }

        foreach (var city in (string[])["Seoul", "Busan"])
        {
            var there = stored.Where(resource => resource.Type == "Patient" && Shows(sight, resource, "address") && Encoding.UTF8.GetString(resource.Json.Span).Contains(city, StringComparison.Ordinal)).Select(resource => resource.Id).ToList();
            if (await DifferenceAsync(searches, requester, "Patient", $"address-city={city}", there, [], isExact) is { } wrong) return (wrong, counts);
        }

        // 4. What comes along.
        var observations = stored.Where(resource => resource.Type == "Observation" && sight[("Observation", resource.Id)] is not null).ToList();
        var along = observations.Where(resource => Shows(sight, resource, "encounter")).Select(EncounterOf).Where(id => sight.GetValueOrDefault(("Encounter", id)) is not null).Distinct(StringComparer.Ordinal).ToList();
        if (await DifferenceAsync(searches, requester, "Observation", "_include=Observation:encounter", [.. observations.Select(resource => resource.Id)], along, isExact) is { } include) return (include, counts);
        var back = stored.Where(resource => resource.Type == "Encounter" && sight[("Encounter", resource.Id)] is not null).Select(resource => resource.Id).ToList();
        var referring = observations.Where(resource => Shows(sight, resource, "encounter") && back.Contains(EncounterOf(resource))).Select(resource => resource.Id).ToList();
        if (await DifferenceAsync(searches, requester, "Encounter", "_revinclude=Observation:encounter", back, referring, isExact) is { } revinclude) return (revinclude, counts);

        // 5. Versions.
        var histories = new HistoryInteraction(store.Resources, new HistoryQueryParser(store.Database), decider, audit);
        foreach (var type in Types.Append(null))
        {
            var expected = stored.Where(resource => (type is null || resource.Type == type) && sight[(resource.Type, resource.Id)] is not null).Select(resource => $"{resource.Type}/{resource.Id}").Order(StringComparer.Ordinal);
            var found = new List<string>();
            for (KeyValuePair<string, string>[]? query = [new("_count", "3")]; query is not null;)
            {
                var page = (await histories.ReadAsync(type, null, query, _ => true, requester, TestExchange.Trace, default)).Value!;
                found.AddRange(page.Versions.Select(version => $"{version.Type}/{version.Id}"));
                if (page.NextCursor is not null && page.Versions.Count != 3) return ("a page of history that is not full leads on", counts);
                query = page.NextCursor is { } next ? [new("_cursor", next)] : null;
            }

            if (!expected.SequenceEqual(found.Order(StringComparer.Ordinal))) return ($"history of {type}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}", counts);
        }

        return (null, counts);
    }

    private static Dictionary<(string, string), IReadOnlyCollection<string>?> Sight(List<StoredResource> stored, Requester requester, bool isStored = true)
    {
        var consents = stored.Where(resource => resource.Type == "Consent").Select(resource => (resource.Id, Json: JsonNode.Parse(resource.Json.Span)!, resource.Tags.Person)).ToList();
        return stored.ToDictionary(resource => (resource.Type, resource.Id), resource =>
        {
            return new ReferenceDecision(requester, Now, PolicyGenerator.Rules).Sees(resource.Tags.Person!, consents.Where(one => one.Person == resource.Tags.Person).Select(one => (one.Id, one.Json)), resource, !isStored ? null : reference => stored.Find(other => $"{other.Type}/{other.Id}" == reference && other.Tags.Person == resource.Tags.Person) is { } named ? JsonNode.Parse(named.Json.Span) : null);
        });
    }

    private static bool Shows(Dictionary<(string, string), IReadOnlyCollection<string>?> sight, StoredResource resource, string element) =>
        sight[(resource.Type, resource.Id)] is { } elements && IsShown(elements, $"{resource.Type}.{element}");

    private static bool IsShown(IReadOnlyCollection<string> elements, string element) => elements.Count == 0 || elements.Contains(element);

    // Where content decides something of somebody, ends of links may be closed that a reading would open.
    private static bool Undecided(List<StoredResource> stored) => stored.Exists(resource => resource.Type == "Consent" && (ConsentReader.Read(resource).NeedsContent || ConsentReader.Read(resource).Statements.Any(statement => statement.Custodians.IsStated || statement.Effect == ConsentEffect.Deny)));

    private static string? CodeOf(StoredResource resource) => (string?)JsonNode.Parse(resource.Json.Span)!["code"]!["coding"]![0]!["code"];

    private static string? ClassOf(StoredResource resource) => (string?)JsonNode.Parse(resource.Json.Span)!["class"]!["code"];

    private static string EncounterOf(StoredResource resource) => ((string?)JsonNode.Parse(resource.Json.Span)!["encounter"]!["reference"])!["Encounter/".Length..];

    private static async Task<string?> DifferenceAsync(SearchInteraction searches, Requester requester, string type, string query, IReadOnlyList<string> expected, IReadOnlyList<string> along, bool isExact)
    {
        var (found, came) = (new List<string>(), new List<string>());
        long? total = null;
        for (var pairs = QueryPairs.Parse(query + "&_total=accurate&_count=3"); ;)
        {
            var outcome = await searches.SearchAsync(type, pairs, _ => null, requester, TestExchange.Trace, default);
            if (outcome.Value is not { } page) return $"{type}?{query}: {outcome.Issues[0].English}";
            found.AddRange(page.Matches.Select(match => match.Id));
            came.AddRange(page.Included.Select(resource => resource.Id));
            total ??= page.Total;
            if (page.NextCursor is not null && page.Matches.Count != 3) return $"{type}?{query}: a page that is not full leads on";
            if (page.NextCursor is null) break;
            pairs = [new("_cursor", page.NextCursor)];
        }

        var isRight = isExact
            ? expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)) && along.Order(StringComparer.Ordinal).SequenceEqual(came.Distinct().Order(StringComparer.Ordinal))
            : found.TrueForAll(expected.Contains) && came.TrueForAll(along.Contains);
        return isRight && total == found.Count ? null : string.Create(
            CultureInfo.InvariantCulture, $"{type}?{query}: expected {string.Join(' ', expected)} + {string.Join(' ', along)}, found {string.Join(' ', found)} + {string.Join(' ', came)}, total {total}");
    }
}
