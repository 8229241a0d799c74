using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Whatever is typed gives an answer or an issue, never an exception, on both databases.</summary>
public sealed class SearchLanguageFuzzTests
{
    private static readonly string[] Words =
    [
        "name", "birthdate", "gender", "_profile", "_tag", "identifier", "organization", "general-practitioner", "_id", "_lastUpdated", "link", " eq ", " ne ", " co ", " sw ", " ew ", " gt ", " po ", " pr ", " in ", " ss ", " re ",
        "and ", "or ", "not", "(", ")", "[", "]", ".", "\"", "\\", "true", "1950", "2020-02-30", "male", "홍길동", "ㅎㄱ", "a|b", "|", "$", ",", "*", " ", "-", ":", "'", "%", "\u0000", "\ud800", "😀", "Patient/1", "urn:x", "<->", "&", "NEAR", "{", "}",
    ];

    private static readonly string[] Names =
    [
        "_filter", "_text", "_content", "_list", "_sort", "name", "identifier:of-type", "identifier:text", "gender:in", "gender:below", "gender:above", "birthdate", "_has:Observation:patient:code-value-quantity",
        "_has:Observation:patient:_content", "organization.name", "_has:Observation:patient:_filter", "language", "_profile:above", "_profile:below", "_lastUpdated", "name:contains", "name:exact",
    ];

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Any_text_gives_an_answer_or_an_issue(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await SearchLanguageTests.FillAsync(store);
        var random = new Random(14);
        var answered = 0;
        for (var turn = 0; turn < 3000; turn++)
        {
            var name = Names[random.Next(Names.Length)];
            var value = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Words[random.Next(Words.Length)]));
            var parsed = store.Parser.Parse("Patient", [new(name, value)], "r1", isLenient: random.Next(2) == 0);
            Assert.True(parsed.Succeeded || parsed.Issues.Count > 0);
            if (!parsed.Succeeded || answered >= 400) continue;
            answered++;
            await store.Resources.SearchAsync(parsed.Value with { Total = SearchTotal.Accurate }, AccessPredicate.Unrestricted, default);
        }

        Assert.InRange(answered, 200, 400);
    }
}
