using System.Text;
using CareExchange.Exchange.Persons;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Persons;

public sealed class PersonRekeyerTests
{
    private static readonly StorageKey Old = new("test", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
    private static readonly StorageKey New = new("new", Enumerable.Range(1, 32).Select(number => (byte)number).ToArray());

    public static TheoryData<string> Kinds => TestStore.Postgres is null ? ["sqlite"] : ["sqlite", "postgres"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task After_a_rotation_persons_are_found_by_everything_without_the_old_key(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 250; number++) await KeepAsync(store, number);
        var traits = Traits(7);
        store.Database.UseKeys([New, Old]);
        Assert.Equal(250, await new KeyRewriter(store.Database).OlderHashesAsync(default));

        var rekeyer = new PersonRekeyer(store.Resources, store.Persons, Schema.R4);
        Assert.Equal(250, await rekeyer.RunAsync(default));
        await new KeyRewriter(store.Database).RunAsync((_, _) => { }, default);

        Assert.Equal(0, await new KeyRewriter(store.Database).OlderHashesAsync(default));
        Assert.Equal(0, await rekeyer.RunAsync(default));
        store.Database.UseKeys([New]);
        Assert.Equal("p7", await store.Persons.FindAsync(new(ResidentNumber.System, Number(7)), default));
        Assert.Equal("p7", await store.Persons.FindAsync(new("urn:clinic", "c7"), default));
        Assert.Equal(Number(7), await store.Persons.RevealResidentNumberAsync("p7", default));
        var found = Assert.Single(await store.Persons.FindCandidatesAsync(MatchKeys.Of(traits, forLookup: true), default), candidate => candidate.Person == "p7");
        Assert.Contains(MatchKeys.NumberKnown, found.Kinds);
        Assert.Contains(MatchKeys.All, found.Kinds);
    }

    [Fact]
    public async Task What_the_Patient_does_not_say_any_more_keeps_its_hash_and_is_counted()
    {
        await using var store = await TestStore.OpenAsync();
        await KeepAsync(store, 1);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.SavePersonAsync(new("p1", [new("urn:gone", "g")], []), default);
            await transaction.CommitAsync(default);
        }

        store.Database.UseKeys([New, Old]);
        await new PersonRekeyer(store.Resources, store.Persons, Schema.R4).RunAsync(default);

        Assert.Equal(1, await new KeyRewriter(store.Database).OlderHashesAsync(default));
        Assert.Equal("p1", await store.Persons.FindAsync(new("urn:gone", "g"), default));
    }

    private static string Number(int number) => $"480302200{number:0000}";

    private static string Json(int number, bool withNumber) => $$$"""
        {"resourceType":"Patient","identifier":[{{{(withNumber ? $$"""{"system":"{{ResidentNumber.System}}","value":"{{Number(number)}}"},""" : "")}}}{"system":"urn:clinic","value":"c{{{number}}}"}],
         "name":[{"text":"사람{{{number}}}"}],"gender":"female","birthDate":"1948-03-02","address":[{"text":"서울 통일로 {{{number}}}"}]}
        """;

    private static PersonTraits Traits(int number)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(Json(number, withNumber: true)), Schema.R4).Value!;
        return PersonTraits.Of(document.Root);
    }

    private static async Task KeepAsync(TestStore store, int number)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(Json(number, withNumber: true)), Schema.R4).Value!;
        await using var transaction = await store.Resources.BeginAsync(default);
        var kept = await new PersonKeeper(Schema.R4).KeepAsync(transaction, $"p{number}", null, document, "clinic", isRestated: false, default);
        Assert.True(kept.Succeeded);
        Assert.True((await transaction.PutAsync("Patient", $"p{number}", kept.Value, new ResourceTags($"p{number}", "identity", "clinic"), 0, default)).Succeeded);
        await transaction.CommitAsync(default);
    }
}
