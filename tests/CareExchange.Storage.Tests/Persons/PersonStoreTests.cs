using System.Text;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Persons;

public sealed class PersonStoreTests
{
    private static readonly PersonIdentifier Rrn = new("https://mois.go.kr/rrn", "4803022000000");
    private static readonly PersonMatchKey Full = new("name-birth-sex-address", "김가온|1948-03-02|female|남가좌동");
    private static readonly PersonMatchKey Short = new("name-birth-sex", "김가온|1948-03-02|female");

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_person_is_found_by_identifier_and_by_match_keys_best_first(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await SaveAsync(store, new("p2", [], [Short]));
        await SaveAsync(store, new("p1", [Rrn, new("urn:careexchange:nhis-ltc-no", "L1")], [Full, Short]) { ResidentNumber = Rrn.Value });

        Assert.Equal("p1", await store.Persons.FindAsync(Rrn, default));
        Assert.Null(await store.Persons.FindAsync(Rrn with { System = "urn:careexchange:nhis-ltc-no" }, default));
        Assert.Equal(["p1", "p2"], (await store.Persons.FindCandidatesAsync([Full, Short], default)).Select(candidate => candidate.Person));
        Assert.Equal(["name-birth-sex", "name-birth-sex-address"], (await store.Persons.FindCandidatesAsync([Full, Short], default))[0].Kinds);
        Assert.Empty(await store.Persons.FindCandidatesAsync([Full with { Kind = "name-birth-sex" }], default));
        Assert.Equal(Rrn.Value, await store.Persons.RevealResidentNumberAsync("p1", default));
        Assert.Null(await store.Persons.RevealResidentNumberAsync("p2", default));
        Assert.Null(await store.Persons.RevealResidentNumberAsync("p3", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Saving_again_adds_identifiers_replaces_match_keys_and_keeps_the_resident_number(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await SaveAsync(store, new("p1", [Rrn], [Full, Short]) { ResidentNumber = Rrn.Value });
        await SaveAsync(store, new("p1", [new("urn:x", "1")], [Short]));

        Assert.Equal(("p1", "p1"), (await store.Persons.FindAsync(Rrn, default), await store.Persons.FindAsync(new("urn:x", "1"), default)));
        Assert.Empty(await store.Persons.FindCandidatesAsync([Full], default));
        Assert.Equal(Rrn.Value, await store.Persons.RevealResidentNumberAsync("p1", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_resident_number_of_another_person_is_refused_to_who_stated_that_one_and_noted_of_all_others(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient"}""");
        await SaveAsync(store, new("p1", [Rrn], []) { ResidentNumber = Rrn.Value, Source = TestStore.Tags.Source });
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            var saved = await transaction.SavePersonAsync(new("p2", [Rrn], []) { ResidentNumber = Rrn.Value, Source = TestStore.Tags.Source }, default);

            Assert.Equal(("conflict", "identifier-of-another-person"), (Assert.Single(saved.Issues).Code, saved.Issues[0].Rule));
            Assert.DoesNotContain(Rrn.Value, saved.Issues[0].ToString(), StringComparison.Ordinal);
        }

        await SaveAsync(store, new("p3", [Rrn], []) { ResidentNumber = Rrn.Value, Source = "somebody-else" });

        Assert.Equal("p1", await store.Persons.FindAsync(Rrn, default));
        Assert.Equal((Rrn.Value, Rrn.Value), (await store.Persons.RevealResidentNumberAsync("p1", default), await store.Persons.RevealResidentNumberAsync("p3", default)));
        var pair = Assert.Single(await store.Persons.ListSharedAsync(isJoined: false, 10, default));
        Assert.Equal(("p1", "p3", Rrn.System), (pair.First, pair.Second, pair.System));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Two_who_share_identifiers_are_noted_once_decided_once_and_forgotten_with_either(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        PersonIdentifier licence = new("urn:licence", "S99912345"), card = new("urn:card", "C1");
        await store.PutAsync("Patient", "p2", """{"resourceType":"Patient"}""");
        await SaveAsync(store, new("p1", [licence], []));
        await SaveAsync(store, new("p2", [card, licence], []));
        await SaveAsync(store, new("p1", [card, licence], []));
        await SaveAsync(store, new("p2", [card, licence], []));

        // Together, of whom three share one: each with who had it first.
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.Empty(await transaction.SavePersonsAsync([new("p4", [licence], []), new("p3", [new("urn:x", "3")], []), new("p5", [new("urn:x", "3")], [])], default));
            await transaction.CommitAsync(default);
        }

        var waiting = await store.Persons.ListSharedAsync(isJoined: false, 10, default);
        Assert.Equal(["p1 p2", "p1 p4", "p3 p5"], waiting.Select(pair => $"{pair.First} {pair.Second}").Order(StringComparer.Ordinal));
        Assert.Equal(3, await store.Persons.CountSharedAsync(null, default));

        // Of many who decide at once one does.
        var first = waiting.Single(pair => pair.Second == "p2");
        var decided = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            var isFirst = await transaction.DecideSharedAsync(first.Id, isSame: true, $"manager-{number}", default);
            await transaction.CommitAsync(default);
            return isFirst;
        })));
        Assert.Single(decided, isFirst => isFirst);
        Assert.Equal(first.Id, Assert.Single(await store.Persons.ListSharedAsync(isJoined: true, 10, default)).Id);

        // Asked about no more, taken back once, told apart before they met.
        await SaveAsync(store, new("p2", [card, licence, new("urn:z", "1")], []));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.True(await transaction.PartSharedAsync(first.Id, "manager", default));
            Assert.False(await transaction.PartSharedAsync(first.Id, "manager", default));
            await transaction.TellApartAsync("p5", ["p3", "p6"], "manager", default);
            await transaction.CommitAsync(default);
        }

        await SaveAsync(store, new("p6", [new("urn:x", "3"), new("urn:y", "6")], []));
        await SaveAsync(store, new("p5", [new("urn:y", "6")], []));
        Assert.Equal(["p1 p4", "p3 p6"], (await store.Persons.ListSharedAsync(isJoined: false, 10, default)).Select(pair => $"{pair.First} {pair.Second}").Order(StringComparer.Ordinal));
        Assert.False((await store.Persons.FindSharedAsync(first.Id, default))!.IsSame);

        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.True((await transaction.DeleteAsync("Patient", "p2", null, default)).Succeeded);
            await transaction.CommitAsync(default);
        }

        Assert.Null(await store.Persons.FindSharedAsync(first.Id, default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_else_is_said_of_two_persons_leads_to_the_first(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        PersonIdentifier licence = new("urn:licence", "S99912345");

        await SaveAsync(store, new("p1", [licence], [Full]));
        await SaveAsync(store, new("p2", [licence, new("urn:own", "2")], [Full]));

        Assert.Equal(("p1", "p2"), (await store.Persons.FindAsync(licence, default), await store.Persons.FindAsync(new("urn:own", "2"), default)));
        Assert.Equal(2, (await store.Persons.FindCandidatesAsync([Full], default)).Count);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_deleted_Patient_gives_back_what_the_person_was_found_by(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient"}""");
        await SaveAsync(store, new("p1", [Rrn], [Full]) { ResidentNumber = Rrn.Value });
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.True((await transaction.DeleteAsync("Patient", "p1", null, default)).Succeeded);
            await transaction.CommitAsync(default);
        }

        Assert.Null(await store.Persons.FindAsync(Rrn, default));
        Assert.Empty(await store.Persons.FindCandidatesAsync([Full], default));

        await SaveAsync(store, new("p2", [Rrn], [Full]) { ResidentNumber = Rrn.Value });
        Assert.Equal("p2", await store.Persons.FindAsync(Rrn, default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Sixteen_messages_about_one_unknown_person_at_once_make_one_person(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        var persons = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            if (await transaction.FindPersonAsync(Rrn, default) is { } known) return known;
            Assert.True((await transaction.SavePersonAsync(new($"p{number}", [Rrn], [Full]), default)).Succeeded);
            await transaction.CommitAsync(default);
            return $"p{number}";
        })));

        Assert.Single(persons.Distinct());
        Assert.Equal(1, await store.CountAsync("person"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Neither_identifier_nor_name_stands_in_the_clear(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await SaveAsync(store, new("p1", [Rrn], [Full]) { ResidentNumber = Rrn.Value });

        await using var session = await store.Database.ReadAsync(default);
        var texts = await session.ListAsync(new("SELECT hash FROM person_identifier UNION ALL SELECT hash FROM person_match_key"), row => row.GetString(0), default);
        var cipher = await session.ListAsync(new("SELECT resident_number FROM person"), row => row.GetFieldValue<byte[]>(0), default);

        Assert.Equal(2, texts.Count);
        Assert.All(texts, text => Assert.Matches("^test:[0-9a-f]{64}$", text));
        Assert.Equal(-1, cipher[0].AsSpan().IndexOf(Encoding.ASCII.GetBytes(Rrn.Value)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task After_the_keys_rotate_old_persons_are_found_and_saving_moves_them_to_the_new_key(DatabaseKind kind)
    {
        await using var old = await TestStore.OpenAsync(kind);
        await SaveAsync(old, new("p1", [Rrn], [Full]) { ResidentNumber = Rrn.Value });
        var fresh = new StorageKey("2027-01", Encoding.ASCII.GetBytes("fedcba9876543210fedcba9876543210"));

        await using var both = await old.ReopenAsync(fresh, TestStore.Key);
        Assert.Equal("p1", await both.Persons.FindAsync(Rrn, default));
        Assert.Equal("p1", Assert.Single(await both.Persons.FindCandidatesAsync([Full], default)).Person);
        Assert.Equal(Rrn.Value, await both.Persons.RevealResidentNumberAsync("p1", default));
        await SaveAsync(both, new("p1", [Rrn], [Full]) { ResidentNumber = Rrn.Value });

        await using var retired = await both.ReopenAsync(fresh);
        Assert.Equal("p1", await retired.Persons.FindAsync(Rrn, default));
        Assert.Equal("p1", Assert.Single(await retired.Persons.FindCandidatesAsync([Full], default)).Person);
        Assert.Equal(Rrn.Value, await retired.Persons.RevealResidentNumberAsync("p1", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_doubtful_match_waits_until_somebody_decides_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var match = new ParkedMatch("k1", "m1", ["p1", "p2"], "{\"이름\":\"김가온\"}"u8.ToArray(), store.Clock.GetUtcNow());
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.ParkMatchAsync(match, default);
            await transaction.CommitAsync(default);
        }

        // Parked again it keeps its place, with the candidates of now.
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.ParkMatchAsync(match with { Candidates = ["p1"], Parked = match.Parked + TimeSpan.FromHours(1) }, default);
            await transaction.ParkMatchAsync(match with { Parked = match.Parked + TimeSpan.FromHours(1) }, default);
            await transaction.CommitAsync(default);
        }

        Assert.Equal((1, 0, 1), (await store.Persons.CountParkedAsync(null, default), await store.Persons.CountParkedAsync(match.Parked, default), await store.Persons.CountParkedAsync(match.Parked + TimeSpan.FromSeconds(1), default)));
        var waiting = Assert.Single(await store.Persons.ListParkedAsync(10, default));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.True(await transaction.ResolveMatchAsync("k1", "p2", "manager", default));
            Assert.False(await transaction.ResolveMatchAsync("k1", "p1", "manager", default));
            await transaction.CommitAsync(default);
        }

        Assert.Equal((match.MessageId, match.Parked, "p1 p2"), (waiting.MessageId, waiting.Parked, string.Join(' ', waiting.Candidates)));
        Assert.True(waiting.Detail.Span.SequenceEqual(match.Detail.Span));
        Assert.Empty(await store.Persons.ListParkedAsync(10, default));
        Assert.Equal(0, await store.Persons.CountParkedAsync(null, default));
        var decided = (await store.Persons.FindParkedAsync("k1", default))!;
        Assert.Equal(("p2", "manager", store.Clock.GetUtcNow()), (decided.ResolvedPerson, decided.ResolvedBy, decided.Resolved));
        Assert.Null(await store.Persons.FindParkedAsync("k2", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_many_who_decide_a_parked_match_at_once_one_does(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.ParkMatchAsync(new("k1", "m1", ["p1", "p2"], Encoding.UTF8.GetBytes("{}"), store.Clock.GetUtcNow()), default);
            await transaction.CommitAsync(default);
        }

        var decided = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            var isFirst = await transaction.ResolveMatchAsync("k1", $"p{number}", $"manager-{number}", default);
            await transaction.CommitAsync(default);
            return isFirst ? $"p{number}" : null;
        })));

        Assert.Equal(Assert.Single(decided.OfType<string>()), (await store.Persons.FindParkedAsync("k1", default))!.ResolvedPerson);
    }

    private static async Task SaveAsync(TestStore store, PersonRecord person)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        Assert.True((await transaction.SavePersonAsync(person, default)).Succeeded);
        await transaction.CommitAsync(default);
    }
}
