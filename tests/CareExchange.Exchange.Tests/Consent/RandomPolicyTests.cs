using System.Globalization;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Generated consents, requesters, rules and resources: the judge, the predicate in memory and the predicate in SQL must agree.</summary>
public sealed class RandomPolicyTests
{
    private static readonly string[] Categories = [.. DataCategories.All.Select(category => category.Code).Where(code => code != DataCategories.Admin)];
    private static readonly string[] Organizations = ["seodaemun", "hongje-homecare", "nhis-seodaemun", "seodaemun-dementia"];
    private static readonly string[] Purposes = ["TREAT", "ETREAT", "BTG", "CAREMGT", "HPAYMT", "HRESCH"];
    private static readonly string[] Days = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-03-01T10:00:00+09:00", "2026-04"];
    private static readonly string[] Types = ["Observation", "Condition", "Goal", "Consent"];

    [Fact]
    public async Task Judge_and_predicate_agree_on_thousands_of_generated_policies()
    {
        var random = new Random(20261120 + PolicyPropertyTests.FirstSeed);
        var (permitted, withheld) = (0, 0);
        for (var run = 0; run < 3000; run++)
        {
            var consents = Enumerable.Range(0, random.Next(0, 5)).Select(_ => Consent(random)).ToArray();
            var requester = Requester(random);
            var rules = random.Next(3) == 0 ? LegalBasisRules.Default : [];
            StoredResource[] compartment = [.. Resources(random, 12), .. consents.Select((json, index) => Stored(json, $"c{index + 1}"))];

            var decision = await DecideAsync(requester, consents, compartment, rules);

            foreach (var resource in compartment)
            {
                var permits = decision.Permits(resource);
                Assert.True(permits == InPredicate(decision, resource), Describe(run, resource, requester, consents));
                Assert.Equal(permits, decision.ReasonFor(resource).Permits);
                Assert.Equal(permits, decision.Release(resource) is not null);
                if (permits) permitted++;
                else withheld++;
            }

            Assert.Equal(decision.Denied, decision.Predicate.Grants.All(grant => grant.Persons is null));
            Assert.All(decision.Predicate.Grants, grant => Assert.True(grant.Persons is ["p1"] || grant.Categories is [DataCategories.Admin]));
            foreach (var stranger in Resources(random, 2).Select(resource => resource with { Tags = resource.Tags with { Person = "p2" } }))
            {
                Assert.False(decision.Permits(stranger));
                Assert.False(InPredicate(decision, stranger));
            }
        }

        // The generator must reach both sides often, or the test would say nothing.
        Assert.InRange(permitted, 3000, 40_000);
        Assert.InRange(withheld, 3000, 40_000);
    }

    [Fact]
    public async Task The_list_of_persons_never_shows_more_than_the_decision_for_each_of_them()
    {
        var random = new Random(76 + PolicyPropertyTests.FirstSeed);
        var shown = 0;
        for (var run = 0; run < 400; run++)
        {
            var requester = Requester(random);
            var rules = random.Next(2) == 0 ? LegalBasisRules.Default : [];
            var byPerson = Enumerable.Range(1, 5).ToDictionary(
                person => $"p{person.ToString(CultureInfo.InvariantCulture)}",
                person => Enumerable.Range(0, random.Next(0, 3)).Select(index => Consent(random)).ToArray(),
                StringComparer.Ordinal);
            var policies = byPerson.ToDictionary(
                pair => pair.Key, pair => pair.Value.Select((json, index) => Policy(Of(json, pair.Key), $"{pair.Key}-c{index + 1}")).ToList(), StringComparer.Ordinal);

            var list = PersonsJudge.Decide(requester, Now, policies, rules);

            foreach (var (person, consents) in policies)
            {
                var one = await ConsentDecision.MakeAsync(person, requester, Now, consents, rules, () => AsyncEnumerable.Empty<StoredResource>());
                foreach (var resource in Resources(random, 6).Select(resource => resource with { Tags = resource.Tags with { Person = person } }))
                {
                    if (!list.Permits(resource)) continue;
                    shown++;
                    Assert.True(one.Permits(resource), Describe(run, resource, requester, byPerson[person]));
                }

                // Where tags decide for all sources alike, the list shows just what the decision shows.
                if (consents.Exists(policy => policy.NeedsContent || policy.Statements.Any(statement => statement.Custodians.IsStated))) continue;
                foreach (var resource in Resources(random, 6).Select(resource => resource with { Tags = resource.Tags with { Person = person } }))
                {
                    // What only content decides (records of who wrote what, where something is kept back) is judged match by match.
                    if (list.Predicate.Undecided.Any(grant => grant.Persons!.Contains(person) && grant.Categories!.Contains(resource.Tags.Category))) continue;
                    Assert.Equal(one.Permits(resource), list.Permits(resource));
                }
            }
        }

        Assert.True(shown > 500);
    }

    [Fact]
    [Trait("pain", "18")]
    public async Task The_search_sql_answers_what_the_judge_permits()
    {
        var random = new Random(4710 + PolicyPropertyTests.FirstSeed);
        await using var store = await TestStore.OpenAsync();
        StoredResource[] compartment = [.. Resources(random, 60).DistinctBy(resource => (resource.Type, resource.Id)).Where(resource => resource.Type != "Consent")];
        foreach (var resource in compartment) await store.PutAsync(resource.Type, resource.Id, Encoding.UTF8.GetString(resource.Json.Span), resource.Tags);
        foreach (var resource in compartment.Take(20))
        {
            await store.PutAsync(resource.Type, $"other-{resource.Id}", Encoding.UTF8.GetString(resource.Json.Span).Replace("Patient/p1", "Patient/p2", StringComparison.Ordinal), resource.Tags with { Person = "p2" });
        }

        for (var run = 0; run < 150; run++)
        {
            var requester = Requester(random);
            var consents = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Consent(random)).ToArray();
            var decision = await DecideAsync(requester, consents, compartment, random.Next(3) == 0 ? LegalBasisRules.Default : []);
            foreach (var type in Types.Where(type => type != "Consent"))
            {
                var found = await store.Resources.SearchAsync(new SearchRequest(type, []) { Count = 1000, Total = SearchTotal.Accurate }, decision.Predicate, default);
                var expected = compartment.Where(resource => resource.Type == type && decision.Permits(resource)).Select(resource => resource.Id).Order(StringComparer.Ordinal).ToArray();
                Assert.Equal(expected, found.Matches.Select(resource => resource.Id).Order(StringComparer.Ordinal));
                Assert.Equal(expected.Length, found.Total);
            }
        }
    }

    private static string Of(string consent, string person) => consent.Replace("Patient/p1", $"Patient/{person}", StringComparison.Ordinal);

    internal static string Consent(Random random)
    {
        var more = random.Next(4) == 0 ? $$""","organization":[{"reference":"Organization/{{Pick(random, Organizations)}}"}]""" : "";
        return ConsentJson(Provision(random, 0), Pick(random, Days), random.Next(8) == 0 ? "inactive" : "active", more);
    }

    private static string Provision(Random random, int depth)
    {
        List<string> parts = [];
        if (random.Next(3) > 0) parts.Add(random.Next(4) == 0 ? To("Practitioner/nurse") : To($"Organization/{Pick(random, Organizations)}"));
        if (random.Next(2) == 0) parts.Add(Classes([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Categories)).Distinct(StringComparer.Ordinal)]));
        if (random.Next(4) == 0) parts.Add(ConsentSamples.Purposes(Pick(random, Purposes), Pick(random, Purposes)));
        if (random.Next(5) == 0) parts.Add(Part("period", random.Next(3) == 0 ? """{"end":"2026-03-31"}""" : """{"start":"2026-01-01","end":"2026-12-31"}"""));
        if (random.Next(6) == 0) parts.Add(Confidentiality(Pick(random, ["N", "R", "PSY"])));
        if (random.Next(8) == 0) parts.Add(Part("dataPeriod", """{"start":"2025-01-01","end":"2025-12-31"}"""));
        if (random.Next(8) == 0) parts.Add(Part("data", $$$"""[{"meaning":"authoredby","reference":{"reference":"Organization/{{{Pick(random, Organizations)}}}"}}]"""));
        else if (random.Next(8) == 0) parts.Add(Part("data", $$$"""[{"meaning":"{{{Pick(random, ["instance", "related"])}}}","reference":{"reference":"Observation/r{{{random.Next(9).ToString(CultureInfo.InvariantCulture)}}}"}}]"""));
        if (random.Next(25) == 0) parts.Add(Part("action", "[]"));
        if (depth < 3 && random.Next(3) == 0) parts.Add(Except([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Provision(random, depth + 1))]));
        return ConsentSamples.Provision(random.Next(3) == 0 ? "deny" : "permit", [.. parts]);
    }

    internal static Requester Requester(Random random)
    {
        var requester = Pick(random, [Nurse, Manager, NhisOfficer]);
        return requester with { OrganizationId = random.Next(3) == 0 ? Pick(random, Organizations) : requester.OrganizationId, Purpose = PurposeOfUse.Find(Pick(random, Purposes))! };
    }

    private static IEnumerable<StoredResource> Resources(Random random, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var type = Pick(random, Types[..3]);
            var id = $"r{index.ToString(CultureInfo.InvariantCulture)}";
            var labels = random.Next(2) == 0 ? "" : $$""","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/{{(random.Next(2) == 0 ? "v3-Confidentiality\",\"code\":\"" + Pick(random, ["N", "R", "V"]) : "v3-ActCode\",\"code\":\"PSY")}}"}]}""";
            var body = type switch
            {
                "Observation" => $$""","status":"final","code":{"text":"x"}{{(random.Next(2) == 0 ? "" : $",\"effectiveDateTime\":\"{Pick(random, ["2025-06-01", "2026-02-01", "2025"])}\"")}}""",
                "Goal" => ""","lifecycleStatus":"active","description":{"text":"x"},"addresses":[{"reference":"Observation/r1"}]""",
                _ => "",
            };
            var json = $$$"""{"resourceType":"{{{type}}}","id":"{{{id}}}"{{{labels}}}{{{body}}},"subject":{"reference":"Patient/p1"}}""";
            yield return Stored(type, id, json, Pick(random, Categories), Pick(random, [.. Organizations, "somebody-else"]));
        }
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static string Describe(int run, StoredResource resource, Requester requester, string[] consents) =>
        $"run {run}: {resource.Type}/{resource.Id} {resource.Tags} for {requester.OrganizationId} {requester.Purpose.Code}\n{Encoding.UTF8.GetString(resource.Json.Span)}\n{string.Join('\n', consents)}";
}
