using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

/// <summary>Many who write the same thing at once, through one gateway and through two on one database.</summary>
public sealed class RaceTests
{
    private const string Patient = """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}],"active":true}""";

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "2")]
    public async Task Sixteen_conditional_creates_through_two_gateways_give_one_resource(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] gateways = [store.Resources, new(beside)];

        var created = await AtOnceAsync(16, async number =>
        {
            await using var transaction = await gateways[number % 2].BeginAsync(default);
            if (await FindAsync(transaction, store) is not null) return false;
            Assert.True((await transaction.PutAsync("Patient", $"p{number}", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, 0, default)).Succeeded);
            await transaction.CommitAsync(default);
            return true;
        });

        Assert.Equal(1, created.Count(done => done));
        Assert.Equal(1, await store.CountAsync("resource"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_others_created_or_deleted_in_the_meantime_is_judged_before_it_is_written_over(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        var other = new ResourceStore(beside);
        await using var first = await store.Resources.BeginAsync(default);
        await using var second = await other.BeginAsync(default);
        Assert.True((await first.PutAsync("Patient", "p", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, null, default)).Succeeded);

        // The second has seen nothing when it begins, and waits for the first where the database does not see to it before.
        var late = Task.Run(() => second.PutAsync("Patient", "p", Encoding.UTF8.GetBytes(Patient), TestStore.Tags with { Source = "elsewhere" }, null, Others, default));
        await Task.Delay(200);
        await first.CommitAsync(default);

        Assert.Equal("of-another", Assert.Single((await late).Issues).Rule);
        await second.DisposeAsync();
        await using var third = await other.BeginAsync(default);
        Assert.Equal("of-another", Assert.Single((await third.DeleteAsync("Patient", "p", null, default, Others)).Issues).Rule);
        Assert.Equal(TestStore.Tags.Source, (await store.Resources.ReadAsync("Patient", "p", default))!.Tags.Source);

        static Fhir.Outcomes.Issue? Others(StoredResource? standing) =>
            standing is { Tags.Source: not "elsewhere" } ? Fhir.Outcomes.Issue.Error("forbidden", "of-another", "Another's.", "다른 기관의 것입니다.") : null;
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Conditional_updates_through_two_gateways_each_make_a_version_of_what_the_one_before_left(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] gateways = [store.Resources, new(beside)];

        await AtOnceAsync(16, async number =>
        {
            await using var transaction = await gateways[number % 2].BeginAsync(default);
            var id = (await FindAsync(transaction, store))?.Id ?? $"p{number}";
            var json = Encoding.UTF8.GetBytes(Patient.Replace("true", $"true,\"language\":\"x-{number}\"", StringComparison.Ordinal));
            Assert.True((await transaction.PutAsync("Patient", id, json, TestStore.Tags, null, default)).Succeeded);
            await transaction.CommitAsync(default);
            return true;
        });

        Assert.Equal(1, await store.CountAsync("resource"));
        Assert.Equal(15, await store.CountAsync("resource_history"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Conditional_deletes_through_two_gateways_make_one_tombstone(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] gateways = [store.Resources, new(beside)];
        await store.PutAsync("Patient", "p1", Patient);

        var deleted = await AtOnceAsync(16, async number =>
        {
            await using var transaction = await gateways[number % 2].BeginAsync(default);
            if (await FindAsync(transaction, store) is not { } found) return false;
            var change = (await transaction.DeleteAsync("Patient", found.Id, null, default)).Value!.Change;
            await transaction.CommitAsync(default);
            return change == PutChange.Deleted;
        });

        Assert.Equal(1, deleted.Count(done => done));
        Assert.Equal(2, (await store.VersionsAsync("Patient", "p1")).Count);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_those_who_prepared_a_change_of_the_same_version_one_writes_and_the_others_are_told(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] gateways = [store.Resources, new(beside)];
        await store.PutAsync("Patient", "p1", Patient);

        var written = await AtOnceAsync(16, async number =>
        {
            var prepared = Prepare(store, "p1", Patient.Replace("true", $"true,\"language\":\"x-{number}\"", StringComparison.Ordinal)).Under(1, guard: null);
            return (await gateways[number % 2].WriteAsync([prepared], person: null, [Row(store, number)], default)).Value;
        });

        Assert.Equal(1, written.Count(done => done));
        Assert.Equal(2, (await store.VersionsAsync("Patient", "p1")).Count);
        Assert.Equal(1, (await store.Audits.VerifyAsync(default)).Entries);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_those_who_prepared_the_first_version_under_one_id_one_writes_and_nothing_stays_of_the_others(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] gateways = [store.Resources, new(beside)];

        var written = await AtOnceAsync(16, async number =>
        {
            var person = new PersonRecord("p1", [new("urn:x", $"{number}")], [new("name", $"{number}")]);
            return (await gateways[number % 2].WriteTogetherAsync([Prepare(store, "p1", Patient).First(), Prepare(store, $"o{number}", Patient).First()], [person], [Row(store, number)], default)).Value;
        });

        Assert.Equal(1, written.Count(done => done));
        Assert.Equal(2, await store.CountAsync("resource"));
        Assert.Equal(1, await store.CountAsync("person_identifier"));
        Assert.Equal(1, (await store.Audits.VerifyAsync(default)).Entries);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Over_a_deleted_resource_nothing_is_written_as_its_first_version(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Patient", "p1", null, default);
            await transaction.CommitAsync(default);
        }

        var person = new PersonRecord("p1", [new("urn:x", "1")], []);
        var written = await store.Resources.WriteAsync([Prepare(store, "p1", Patient).First()], person, [Row(store, 1)], default);

        Assert.False(written.Value);
        Assert.True(await store.Resources.AnyStandsAsync([("Patient", "p1"), ("Patient", "p2")], default));
        Assert.False(await store.Resources.AnyStandsAsync([("Patient", "p2"), ("Observation", "p1")], default));
        Assert.Equal(2, (await store.VersionsAsync("Patient", "p1")).Count);
        Assert.Equal(0, await store.CountAsync("person_identifier"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task One_that_is_refused_does_not_spoil_those_it_shares_a_commit_with(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        // Every fourth claims one and the same number: the first of them has it.
        var written = await AtOnceAsync(64, async number =>
        {
            var person = Person($"p{number}", number % 4 == 0 ? "shared" : $"{number}");
            return (await store.Resources.WriteAsync([Prepare(store, $"p{number}", Patient).New()], person, [Row(store, number)], default)).Value;
        });

        Assert.Equal(49, written.Count(done => done));
        Assert.Equal(49, await store.CountAsync("resource"));
        Assert.Equal(49, await store.CountAsync("person"));
        Assert.Equal((49L, null), (await store.Audits.VerifyAsync(default)) is var found ? (found.Entries, found.BrokenAt) : default);
    }

    private static PersonRecord Person(string id, string number) => new(id, [new("urn:rrn", number)], [new("name", id)]) { ResidentNumber = number, Source = TestStore.Tags.Source };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_several_persons_written_together_none_is_stored_where_one_is_refused_and_neighbours_are(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        // Every fourth brings, behind a person of its own, one whose number only the first of them gets.
        var written = await AtOnceAsync(64, async number =>
        {
            PersonRecord[] persons = [Person($"p{number}", $"{number}"), Person($"q{number}", number % 4 == 0 ? "shared" : $"q{number}")];
            return (await store.Resources.WriteTogetherAsync([.. persons.Select(person => Prepare(store, person.Person, Patient).New())], persons, [Row(store, number)], default)).Value;
        });

        Assert.Equal(49, written.Count(done => done));
        Assert.Equal(98, await store.CountAsync("resource"));
        Assert.Equal(98, await store.CountAsync("person"));
        Assert.Equal((49L, null), (await store.Audits.VerifyAsync(default)) is var found ? (found.Entries, found.BrokenAt) : default);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_many_resources_put_together_none_is_stored_where_one_is_refused(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p7", Patient);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            var puts = await transaction.PutAllAsync([.. Enumerable.Range(0, 300).Select(number => Prepare(store, $"p{number}", Patient).Under(0, guard: null))], default);

            Assert.Equal("version-conflict", Assert.Single(puts.SelectMany(put => put.Issues)).Rule);
            await transaction.CommitAsync(default);
        }

        Assert.Equal(1, await store.CountAsync("resource"));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            var puts = await transaction.PutAllAsync([.. Enumerable.Range(0, 6000).Select(number => Prepare(store, $"p{number}", Patient.Replace("true", "false")))], default);
            await transaction.CommitAsync(default);
            Assert.Equal((PutChange.Created, PutChange.Updated), (puts[0].Value!.Change, puts[7].Value!.Change));
        }

        Assert.Equal("p7", await store.IdsAsync("Patient", "_id=p7&active=false&identifier=urn:x|1"));
        Assert.Equal(6000, (await store.SearchAsync("Patient", "identifier=urn:x|1&_total=accurate")).Total);
    }

    [Theory]
    [InlineData("""{"active":true,"identifier":[{"value":"1","system":"urn:x"}],"resourceType":"Patient"}""", PutChange.Unchanged)]
    [InlineData("""{ "resourceType" : "Patient", "meta": {"versionId":"9"}, "identifier":[{"system":"urn:\u0078","value":"1"}], "active":true}""", PutChange.Unchanged)]
    [InlineData("""{"resourceType":"Patient","active":true,"identifier":[{"system":"urn:x","value":"2"}]}""", PutChange.Updated)]
    [InlineData("""{"resourceType":"Patient","active":true,"identifier":[{"system":"1","value":"urn:x"}]}""", PutChange.Updated)]
    public async Task An_update_without_a_change_makes_no_version_whatever_its_escapes_and_the_order_of_its_properties(string json, PutChange change)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Patient", "p1", Patient);

        Assert.Equal(change, (await store.PutAsync("Patient", "p1", json)).Change);
    }

    private static async Task<StoredResource?> FindAsync(StoreTransaction transaction, TestStore store) =>
        (await transaction.SearchAsync(store.Query("Patient", "identifier=urn:x|1"), AccessPredicate.Unrestricted, default)).Matches is [var found, ..] ? found : null;

    private static Task<bool[]> AtOnceAsync(int count, Func<int, Task<bool>> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => work(number))));

    private static PreparedResource Prepare(TestStore store, string id, string json) =>
        store.Resources.Prepare(FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!, id, TestStore.Tags).Value!;

    private static AuditRow Row(TestStore store, int number) =>
        new($"a{number}", store.Clock.GetUtcNow(), "update", "permit", "nurse", null, "p1", """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
