using System.Text;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Indexing;

public sealed class IndexTextTests
{
    [Theory]
    [InlineData("홍 길동", "홍길동")]
    [InlineData("\u1112\u1169\u11bc \u1100\u1175\u11af\u1103\u1169\u11bc", "홍길동")] // written as single letters
    [InlineData("ＡＢＣ １", "abc1")]
    [InlineData("Émile  Ångström", "emileangstrom")]
    [InlineData("が", "が")]
    [InlineData("山田　太郎", "山田太郎")]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    public void Spaces_case_accents_and_compatibility_forms_do_not_count(string written, string normal) => Assert.Equal(normal, IndexText.Normalize(written));

    [Fact]
    public void A_text_too_long_for_an_index_is_still_equal_only_to_itself()
    {
        var text = string.Concat(Enumerable.Repeat("가나다라", 200));

        Assert.Equal(IndexText.Limit, IndexText.Fit(text).Length);
        Assert.NotEqual(IndexText.Fit(text), IndexText.Fit(text + "마"));
        Assert.Equal(text[..IndexText.Limit], IndexText.Cut(text));
        Assert.All([.. Enumerable.Range(0, 3)], shift => Assert.True(IsWellFormed(IndexText.Cut(new string('a', shift) + string.Concat(Enumerable.Repeat("😀", 200))))));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_JSON_can_write_and_no_database_can_hold_is_stored_all_the_same(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var longName = string.Concat(Enumerable.Repeat("김가온", 400));
        await store.PutAsync(
            "Patient",
            "p1",
            "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"a\\u0000b\",\"value\":\"\\u0000\"}],\"name\":[{\"text\":\"\\u0000x\"},{\"text\":\"" + longName + "\"}]}");

        Assert.Equal("p1", await store.IdsAsync("Patient", "name=" + longName));
        Assert.Equal("p1", await store.IdsAsync("Patient", "name:exact=" + longName));
        Assert.Equal("", await store.IdsAsync("Patient", "name:exact=" + longName + "x"));
        Assert.Equal("p1", await store.IdsAsync("Patient", "name:missing=false"));
    }

    private static bool IsWellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
