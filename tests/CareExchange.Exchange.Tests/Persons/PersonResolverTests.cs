using System.Text;
using CareExchange.Exchange.Persons;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Resources;
using Xunit;

namespace CareExchange.Exchange.Tests.Persons;

public sealed class PersonResolverTests : IAsyncDisposable
{
    private const string Rrn = "480302-2000001";
    private const string OtherRrn = "480302-2000002";
    private const string Address = "서울시 서대문구 가재울로 12";
    private TestStore? _store;

    [Fact]
    public async Task Somebody_nobody_knows_is_new()
    {
        var found = await ResolveAsync(Patient());

        Assert.True(found.IsNew);
        Assert.Empty(found.Doubtful);
    }

    [Fact]
    public async Task The_resident_number_decides_however_the_name_is_written()
    {
        await KeepAsync("p1", Patient(rrn: Rrn));

        var found = await ResolveAsync(Patient(name: "김 가온", rrn: Rrn, address: "부산시 해운대구 1"));

        Assert.Equal((MatchState.Matched, "p1", "resident-number"), (found.State, found.Person, found.Basis));
    }

    [Fact]
    public async Task A_trusted_identifier_decides_and_its_system_is_part_of_it()
    {
        await KeepAsync("p1", Patient(identifier: ("urn:careexchange:dementia-no", "7")));

        var same = await ResolveAsync(Patient(address: null, identifier: ("urn:careexchange:dementia-no", "7")));
        var otherSystem = await ResolveAsync(Patient(name: "박하늘", birth: "1950-01-01", address: null, identifier: ("urn:careexchange:municipal-case", "7")));

        Assert.Equal((MatchState.Matched, "p1", "identifier"), (same.State, same.Person, same.Basis));
        Assert.True(otherSystem.IsNew);
    }

    [Fact]
    public async Task Name_birth_date_sex_and_address_together_decide()
    {
        await KeepAsync("p1", Patient());

        var found = await ResolveAsync(Patient(name: "김 가온(가명)", address: "서울특별시 서대문구 가재울로12"));

        Assert.Equal((MatchState.Matched, "p1", "traits"), (found.State, found.Person, found.Basis));
    }

    [Theory]
    [InlineData("김가온", "1948-03-02", "female", "서울시 서대문구 연희로 1", "address")]
    [InlineData("김가은", "1948-03-02", "female", Address, "name")]
    [InlineData("김가온", "1948-03-20", "female", Address, "birth-date")]
    [InlineData("김가온", "1948-03-02", "male", Address, "sex")]
    public async Task What_agrees_only_in_part_is_doubtful_and_says_what_differs(string name, string birth, string sex, string address, string differing)
    {
        await KeepAsync("p1", Patient());

        var found = await ResolveAsync(Patient(name, birth, sex, address));

        Assert.Equal(MatchState.Doubtful, found.State);
        Assert.Null(found.Person);
        var candidate = Assert.Single(found.Doubtful);
        Assert.Equal("p1", candidate.Person);
        Assert.Equal([differing], candidate.Differing);
        Assert.InRange(candidate.Score, 1, 99);
    }

    [Fact]
    public async Task Two_people_of_one_name_birthday_and_address_are_not_joined()
    {
        await KeepAsync("p1", Patient(rrn: Rrn));
        await KeepAsync("p2", Patient(rrn: OtherRrn));

        var found = await ResolveAsync(Patient());

        Assert.Equal(MatchState.Doubtful, found.State);
        Assert.Equal(["p1", "p2"], found.Doubtful.Select(candidate => candidate.Person));
    }

    [Fact]
    public async Task Everything_agrees_but_the_resident_number_is_another_one()
    {
        await KeepAsync("p1", Patient(rrn: Rrn));

        var found = await ResolveAsync(Patient(rrn: OtherRrn));

        Assert.Equal(MatchState.Doubtful, found.State);
        Assert.Equal(["resident-number"], Assert.Single(found.Doubtful).Differing);
    }

    [Fact]
    public async Task A_resident_number_learnt_later_joins_the_person_known_by_traits()
    {
        await KeepAsync("p1", Patient());
        Assert.Equal("p1", (await ResolveAsync(Patient(rrn: Rrn))).Person);
        await KeepAsync("p1", Patient(rrn: Rrn));

        Assert.Equal("resident-number", (await ResolveAsync(Patient(name: "다른이름", rrn: Rrn))).Basis);
    }

    [Fact]
    public async Task Identifiers_that_point_to_two_people_are_doubtful()
    {
        await KeepAsync("p1", Patient(rrn: Rrn));
        await KeepAsync("p2", Patient(name: "박하늘", birth: "1950-01-01", address: null, identifier: ("urn:careexchange:dementia-no", "7")));

        var found = await ResolveAsync(Patient(rrn: Rrn, identifier: ("urn:careexchange:dementia-no", "7")));

        Assert.Equal((MatchState.Doubtful, 2), (found.State, found.Doubtful.Count));
    }

    [Fact]
    public async Task An_identifier_of_somebody_with_another_name_and_birthday_is_doubtful()
    {
        await KeepAsync("p1", Patient(rrn: Rrn));

        var found = await ResolveAsync(Patient(name: "박하늘", birth: "1950-01-01", rrn: Rrn));

        Assert.Equal((MatchState.Doubtful, "resident-number"), (found.State, found.Basis));
    }

    [Fact]
    public async Task A_couple_at_one_address_are_two_people()
    {
        await KeepAsync("p1", Patient(name: "이바다", birth: "1940-01-01", sex: "male"));

        Assert.True((await ResolveAsync(Patient(name: "최나무", birth: "1941-05-05", sex: "female"))).IsNew);
    }

    [Fact]
    public async Task A_parked_match_never_holds_the_resident_number_and_can_be_decided()
    {
        _store = await TestStore.OpenAsync();
        await KeepAsync("p1", Patient(rrn: Rrn));
        string id;
        await using (var transaction = await _store.Resources.BeginAsync(default))
        {
            var resolver = new PersonResolver(PersonResolver.DefaultTrustedSystems, _store.Clock);
            using var patient = TestStore.Parse(Patient(rrn: OtherRrn));
            var found = await resolver.ResolveAsync(transaction, patient, ownSystem: null, default);
            id = await resolver.ParkAsync(transaction, "m1", "nhis", "urn:uuid:1", patient, found, null, default);
            await transaction.CommitAsync(default);
        }

        var parked = await _store.Persons.FindParkedAsync(id, default);

        Assert.Equal(("m1", "p1"), (parked!.MessageId, parked.Candidates.Single()));
        var detail = Encoding.UTF8.GetString(parked.Detail.Span);
        Assert.Contains("\"differing\":[\"resident-number\"]", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("2000002", detail, StringComparison.Ordinal);
        using var again = TestStore.Parse(Patient());
        Assert.Equal("p1", PersonResolver.Decided(again, "p1").Person);
        Assert.True(PersonResolver.Decided(again, "").IsNew);
    }

    [Fact]
    public async Task Keeping_a_person_again_answers_the_stored_bytes()
    {
        _store = await TestStore.OpenAsync();
        await KeepAsync("p1", Patient(rrn: Rrn));
        var before = await _store.Resources.ReadAsync("Patient", "p1", default);

        var after = await KeepAsync("p1", Patient(rrn: Rrn));

        Assert.Equal(before!.Version, after.Version);
        Assert.Equal(before.Json.ToArray(), after.Json.ToArray());
        Assert.Equal("4803022000001", await _store.Persons.RevealResidentNumberAsync("p1", default));
        Assert.DoesNotContain("2000001", Encoding.UTF8.GetString(after.Json.Span), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }

    private static string Patient(
        string name = "김가온", string birth = "1948-03-02", string sex = "female", string? address = Address, string? rrn = null, (string System, string Value)? identifier = null)
    {
        List<string> identifiers = [];
        if (identifier is { } stated) identifiers.Add($$"""{"system":"{{stated.System}}","value":"{{stated.Value}}"}""");
        if (rrn is not null) identifiers.Add($$"""{"system":"https://mois.go.kr/rrn","value":"{{rrn}}"}""");
        var lists = identifiers.Count > 0 ? $",\"identifier\":[{string.Join(',', identifiers)}]" : "";
        if (address is not null) lists += $$""","address":[{"text":"{{address}}"}]""";
        return $$"""{"resourceType":"Patient","name":[{"text":"{{name}}"}],"birthDate":"{{birth}}","gender":"{{sex}}"{{lists}}}""";
    }

    private async Task<PersonResolution> ResolveAsync(string patient)
    {
        _store ??= await TestStore.OpenAsync();
        await using var transaction = await _store.Resources.BeginAsync(default);
        using var document = TestStore.Parse(patient);
        return await new PersonResolver(PersonResolver.DefaultTrustedSystems, _store.Clock).ResolveAsync(transaction, document, ownSystem: null, default);
    }

    private async Task<StoredResource> KeepAsync(string id, string patient)
    {
        _store ??= await TestStore.OpenAsync();
        await using var transaction = await _store.Resources.BeginAsync(default);
        using var document = TestStore.Parse(patient);
        var before = await transaction.ReadAsync("Patient", id, default);
        var kept = await new PersonKeeper(Schema.R4).KeepAsync(transaction, id, before, document, "nhis-seodaemun", isRestated: false, default);
        Assert.True(kept.Succeeded);
        var put = await transaction.PutAsync("Patient", id, kept.Value, new ResourceTags(id, "identity", "nhis-seodaemun"), null, default);
        Assert.True(put.Succeeded, string.Join(' ', put.Issues.Select(issue => issue.English)));
        await transaction.CommitAsync(default);
        return put.Value.Resource;
    }
}
