using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>The SQL of typical searches, as text: a changed plan shows in review.</summary>
public sealed class SearchCompilerTests
{
    private static readonly AccessPredicate OnePerson = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p1"], Categories = ["clinical", "service"] }]);

    private static readonly AccessPredicate NamesOfItsOwn = AccessPredicate.AnyOf(
        [.. OnePerson.Grants, new AccessGrant { Categories = ["identity"], Sources = ["clinic"], Elements = ["Patient.name", "Patient.identifier"] }]) with
    {
        Undecided = [new AccessGrant { Persons = ["p2"], Categories = ["clinical"] }],
    };

    public static TheoryData<string, string, string, AccessPredicate> Searches => new()
    {
        { "token-with-system", "Patient", "identifier=urn:x|1", AccessPredicate.Unrestricted },
        { "token-code-only", "Patient", "identifier=1", AccessPredicate.Unrestricted },
        { "token-alternatives", "Patient", "identifier=urn:x|1,urn:x|2", AccessPredicate.Unrestricted },
        { "token-not", "Observation", "status:not=final", AccessPredicate.Unrestricted },
        { "missing", "Patient", "identifier:missing=true", AccessPredicate.Unrestricted },
        { "reference-code-date", "Observation", "patient=p1&code=http://loinc.org|8867-4&date=ge2026-03-01", AccessPredicate.Unrestricted },
        { "reference-any-type", "Observation", "subject=p1", AccessPredicate.Unrestricted },
        { "string-prefix", "Patient", "name=김가온", AccessPredicate.Unrestricted },
        { "string-exact-and-contains", "Patient", "name:exact=Hong&address:contains=동", AccessPredicate.Unrestricted },
        { "date-range", "Patient", "birthdate=ge1940&birthdate=lt1950", AccessPredicate.Unrestricted },
        { "quantity", "Observation", "value-quantity=gt5.4|http://unitsofmeasure.org|mg", AccessPredicate.Unrestricted },
        { "number", "RiskAssessment", "probability=0.2", AccessPredicate.Unrestricted },
        { "uri-below", "ValueSet", "url:below=http://example.org/vs", AccessPredicate.Unrestricted },
        { "ids-sorted", "Patient", "_id=p1,p2&_sort=-_lastUpdated", AccessPredicate.Unrestricted },
        { "whole-type", "Patient", "_lastUpdated=ge2026-03-01", AccessPredicate.Unrestricted },
        { "access-one-grant", "Observation", "code=8867-4", OnePerson },
        { "access-many", "Observation", "", OnePerson.Except([new AccessGrant { Persons = ["p1"], Sources = ["clinic"] }]) },
        { "access-two-grants", "Observation", "", AccessPredicate.AnyOf([.. OnePerson.Grants, new AccessGrant { Persons = ["p2", "p3"], Sources = ["nhis"] }]) },
        { "chain", "Observation", "subject:Patient.identifier=urn:x|1", AccessPredicate.Unrestricted },
        { "chain-behind-a-better-start", "Observation", "patient=p1&performer:Organization.name=clinic", OnePerson },
        { "chain-of-two", "Observation", "encounter:Encounter.service-provider:Organization.identifier=urn:x|1", AccessPredicate.Unrestricted },
        { "has", "Patient", "_has:Observation:patient:code=http://loinc.org|8867-4", OnePerson },
        { "composite", "Observation", "combo-code-value-quantity=http://loinc.org|8480-6$gt140|http://unitsofmeasure.org|mm[Hg]", AccessPredicate.Unrestricted },
        { "composite-behind-a-better-start", "Observation", "patient=p1&code-value-concept=c1$yes", OnePerson },
        { "token-text", "Observation", "code:text=systolic", AccessPredicate.Unrestricted },
        { "token-in", "Patient", "gender:in=http://hl7.org/fhir/ValueSet/administrative-gender&identifier=1", AccessPredicate.Unrestricted },
        { "token-below-first", "Encounter", "class:below=http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP", AccessPredicate.Unrestricted },
        { "of-type", "Patient", "identifier:of-type=urn:t|MR|1", AccessPredicate.Unrestricted },
        { "uri-above", "ValueSet", "url:above=http://example.org/vs/a", AccessPredicate.Unrestricted },
        { "initials", "Patient", "name=ㅎㄱㄷ", AccessPredicate.Unrestricted },
        { "date-from", "Observation", "date=ge2026-03-01", AccessPredicate.Unrestricted },
        { "date-until", "Observation", "date=ge2026-03-01&date=le2026-03-31&status=final", OnePerson },
        { "has-any", "Organization", "_id=o1&_revinclude=*", AccessPredicate.Unrestricted },
        { "not-this-one", "Patient", "name=kim&_id:not=p1", AccessPredicate.Unrestricted },
        { "near", "Location", "near=37.5|127|5|km", AccessPredicate.Unrestricted },
        { "list", "Patient", "_list=l1", OnePerson },
        { "filter", "Patient", "_filter=(name sw hong or identifier eq 1) and not (gender eq male)", OnePerson },
        { "filter-through-a-reference", "Observation", "_filter=code eq 8867-4 or subject[gender eq male].name co kim", AccessPredicate.Unrestricted },
        { "sorted-by-date", "Observation", "patient=p1&_sort=-date", OnePerson },
        { "sorted-by-two-keys", "Patient", "name=kim&_sort=gender,-birthdate", AccessPredicate.Unrestricted },
        { "sorted-type-walks-the-index", "Patient", "_sort=-birthdate,family", AccessPredicate.Unrestricted },
        { "sorted-type-of-one-person", "Observation", "_sort=-date", OnePerson },
        { "words", "Observation", "_content=기침 or cough*&patient=p1", OnePerson },
        { "words-alone", "Observation", "_text=기침", AccessPredicate.Unrestricted },
        { "a-name-before-a-gender", "Patient", "gender=female&name=kim", AccessPredicate.Unrestricted },
        { "sorted-behind-a-gender-walks-the-index", "Patient", "gender=female&_sort=birthdate", AccessPredicate.Unrestricted },
        { "token-missing", "Observation", "patient=p1&code:missing=true&date:missing=false", AccessPredicate.Unrestricted },
        { "not-in", "Patient", "name=kim&gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender", AccessPredicate.Unrestricted },
        { "part-shown", "Patient", "name=kim", NamesOfItsOwn },
        { "part-kept-back", "Patient", "phone=010&_sort=-birthdate", NamesOfItsOwn },
        { "part-kept-back-behind-a-chain", "Observation", "subject:Patient.address-city:missing=true&code=1", NamesOfItsOwn },
        { "has-behind-a-better-start", "Patient", "identifier=urn:x|1&_has:Observation:patient:status:not=final", AccessPredicate.Unrestricted },
    };

    [Fact]
    public async Task The_SQL_of_typical_searches_is_what_was_reviewed()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var compiler = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect);
        var actual = string.Join("\n", Searches.Select(row => row.Data).Select(search => Print(store, compiler, search.Item1, search.Item2, search.Item3, search.Item4)));

        await SnapshotAsync("SearchCompilerTests.sql", actual);
    }

    [Fact]
    [Trait("pain", "7")]
    public async Task Every_search_starts_in_an_index_and_never_scans_a_whole_table()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var compiler = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect);
        await using var session = await store.Database.ReadAsync(default);
        foreach (var (name, type, query, access) in Searches.Select(row => row.Data))
        {
            foreach (var statement in Statements(store, compiler, type, query, access))
            {
                var plan = await session.ListAsync(new Statement("EXPLAIN QUERY PLAN " + statement.Sql, statement.Values), row => row.GetString(3), default);
                var scans = plan.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && !s_small.Contains(step));
                if (name == "sorted-type-walks-the-index") Assert.Contains(plan, step => step.Contains("SEARCH s USING", StringComparison.Ordinal) && step.Contains("index_date_value", StringComparison.Ordinal));
                Assert.True(!scans.Any(), $"{name}: {string.Join(" / ", plan)}");
            }
        }
    }

    // What was found already, and constants.
    private static readonly string[] s_small = ["SCAN d", "SCAN d1", "SCAN k", "SCAN b", "SCAN m", "SCAN p", "SCAN c", "SCAN u", "SCAN (subquery", "SCAN CONSTANT ROW"];

    // A page, a page in the order that the server chooses, and, where very many may match, how that is found out and what is done then.
    private static IEnumerable<Statement> Statements(TestStore store, SearchCompiler compiler, string type, string query, AccessPredicate access)
    {
        foreach (var mayOrder in (bool[])[false, true])
        {
            var request = store.Parser.Parse(type, TestStore.Pairs(query), "r1", mayOrder: mayOrder).Value!;
            yield return compiler.Page(request, access, "r.id");
            if (compiler.Probe(request, access) is not { } probe) continue;
            yield return probe;
            yield return compiler.Page(request with { Window = 2000 }, access, "r.id");
        }
    }

    [Fact]
    public async Task A_page_of_a_type_of_which_one_person_is_seen_starts_at_the_person()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var statement = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect).Page(store.Query("Observation", ""), OnePerson, "r.id");
        await using var session = await store.Database.ReadAsync(default);

        var plan = await session.ListAsync(new Statement("EXPLAIN QUERY PLAN " + statement.Sql, statement.Values), row => row.GetString(3), default);

        Assert.Contains(plan, step => step.Contains("resource_person (person=? AND type=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("ORDER BY", StringComparison.Ordinal));
    }

    // With "PART OF ORDER BY" every row of a value would be read and sorted before the first is given, without it a page ends with its last row.
    [Theory]
    [InlineData("Observation", "_sort=-date", "PART OF ORDER BY")]
    [InlineData("Observation", "_sort=date", "PART OF ORDER BY")]
    [InlineData("Observation", "_sort=-date&date=lt2020-05-01", "PART OF ORDER BY")]
    [InlineData("Patient", "_sort=-birthdate", "PART OF ORDER BY")]
    [InlineData("Patient", "_sort=-family", "PART OF ORDER BY")]
    [InlineData("RiskAssessment", "_sort=-probability", "PART OF ORDER BY")]
    [InlineData("Patient", "name=kim", "ORDER BY")]
    [InlineData("Patient", "identifier=urn:x|1", "ORDER BY")]
    [InlineData("Patient", "_has:Observation:patient:code=c", "ORDER BY")]
    [InlineData("Observation", "subject:Patient.name=kim", "ORDER BY")]
    public async Task However_many_rows_have_the_same_value_a_page_is_not_sorted(string type, string query, string sorting)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var statement = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect).Page(store.Query(type, query), AccessPredicate.Unrestricted, "r.id");
        await using var session = await store.Database.ReadAsync(default);

        var plan = await session.ListAsync(new Statement("EXPLAIN QUERY PLAN " + statement.Sql, statement.Values), row => row.GetString(3), default);

        Assert.DoesNotContain(plan, step => step.Contains(sorting, StringComparison.Ordinal) || step.Contains("LAST TERM OF ORDER BY", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_in_either_direction_of_a_value_that_many_share_hold_each_row_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 40; number++)
        {
            var when = number % 5 == 0 ? "" : $",\"effectiveDateTime\":\"2020-01-0{1 + (number % 3)}\"";
            await store.PutAsync("Observation", $"o{number}", "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}" + when + "}");
        }

        foreach (var sort in (string[])["date", "-date", "-date,status", "date,-status"])
        {
            var whole = await store.IdsAsync("Observation", $"_sort={sort}&_count=100");
            var (paged, next) = (new List<string>(), (SearchPosition?)null);
            do
            {
                var request = store.Query("Observation", $"_sort={sort}&_count=7") with { After = next };
                var page = await store.Resources.SearchAsync(request, AccessPredicate.Unrestricted, default);
                paged.AddRange(page.Matches.Select(match => match.Id));
                next = page.NextCursor is { } cursor ? store.Parser.Parse("Observation", [new("_cursor", cursor)], "r1").Value!.After : null;
            }
            while (next is not null);

            Assert.Equal(whole, string.Join(' ', paged));
            Assert.Equal(40, paged.Distinct().Count());
        }
    }

    [Fact]
    public async Task The_SQL_of_a_search_of_several_types_is_what_was_reviewed_and_starts_in_indexes()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var compiler = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect);
        await using var session = await store.Database.ReadAsync(default);
        var texts = new List<string>();
        foreach (var query in (string[])["_type=Patient,Observation&_lastUpdated=ge2026-03-01", "_type=Patient,Observation&identifier=urn:x|1&_sort=-_lastUpdated", "_type=Patient,Observation&_tag=t&_total=accurate"])
        {
            var request = store.Parser.Parse(null, TestStore.Pairs(query), "r1").Value!;
            foreach (var statement in (Statement[])[compiler.Page(request, OnePerson, "r.id"), compiler.Total(request, OnePerson)])
            {
                var plan = await session.ListAsync(new Statement("EXPLAIN QUERY PLAN " + statement.Sql, statement.Values), row => row.GetString(3), default);
                Assert.DoesNotContain(plan, step => step.StartsWith("SCAN resource", StringComparison.Ordinal) || step is "SCAN r" or "SCAN i");
                texts.Add($"-- {query}\n{statement.Sql}\n");
            }
        }

        await SnapshotAsync("SearchCompilerTests.system.sql", string.Join("\n", texts));
    }

    [Fact]
    public async Task On_PostgreSQL_every_search_can_do_without_reading_a_whole_table()
    {
        if (Databases.Postgres is null) Assert.Skip("No PostgreSQL is named.");
        await using var store = await TestStore.OpenAsync(DatabaseKind.Postgres);
        var compiler = new SearchCompiler(IndexCatalog.Of(Schema.R4), store.Database.Dialect);
        await using var session = await store.Database.ReadAsync(default);

        // Tables are empty here and reading them whole is cheapest; forbidden, the planner shows whether an index would do.
        await session.ListAsync(new Statement("SET enable_seqscan = off"), row => 0, default);
        var scans = new List<string>();
        foreach (var (name, type, query, access) in Searches.Select(row => row.Data))
        {
            var request = store.Query(type, query);
            foreach (var statement in Statements(store, compiler, type, query, access).Append(compiler.Total(request, access)))
            {
                var plan = await session.ListAsync(new Statement("EXPLAIN " + statement.Sql, statement.Values), row => row.GetString(0), default);
                scans.AddRange(plan.Where(step => step.Contains("Seq Scan", StringComparison.Ordinal)).Select(step => $"{name}: {step.Trim()}"));
            }
        }

        Assert.Empty(scans);
    }

    private static string Print(TestStore store, SearchCompiler compiler, string name, string type, string query, AccessPredicate access)
    {
        var statement = compiler.Page(store.Query(type, query), access, "r.id");
        var values = string.Join(", ", statement.Values.Select((value, index) => $"${index + 1}={value}"));
        return $"-- {name}: {type}?{query}\n{statement.Sql}\n-- {values}\n";
    }

    private static async Task SnapshotAsync(string name, string actual)
    {
        var file = Path.Combine(SourceFolder(), name);
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, actual);
            Assert.Fail($"{name} was missing and has been written; review and commit it.");
        }

        Assert.Equal(await File.ReadAllTextAsync(file), actual);
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
