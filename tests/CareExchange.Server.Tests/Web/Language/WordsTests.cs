using System.Reflection;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Tests.Web.Language;

public sealed class WordsTests
{
    // The name of the product, the two language switches and the marks that are English everywhere.
    private static readonly string[] Alike = ["Product", "OtherLanguage", "OtherLanguageHint", "NowMark", "WantedMark", "ToDoMark"];

    public static TheoryData<string, Phrase> Phrases
    {
        get
        {
            var data = new TheoryData<string, Phrase>();
            foreach (var type in typeof(SiteWords).Assembly.GetTypes().Where(type => type.Namespace == typeof(SiteWords).Namespace))
            {
                foreach (var member in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(member => member.FieldType == typeof(Phrase)))
                {
                    data.Add($"{type.Name}.{member.Name}", (Phrase)member.GetValue(null)!);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Every_word_of_the_pages_is_Korean_and_English(string name, Phrase phrase)
    {
        Assert.False(string.IsNullOrWhiteSpace(phrase.English), name);
        if (Alike.Contains(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])) return;
        Assert.Contains(phrase.Korean, character => character is >= '가' and <= '힣');
        Assert.DoesNotContain(phrase.English!, character => character is >= '가' and <= '힣');
    }

    [Fact]
    public void Every_state_has_its_own_words()
    {
        static void Distinct<T>(Func<T, Phrase> words)
            where T : struct, Enum
        {
            var all = Enum.GetValues<T>().Select(words).ToList();
            Assert.Equal(all.Count, all.Select(phrase => phrase.Korean).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(all.Count, all.Select(phrase => phrase.English).Distinct(StringComparer.Ordinal).Count());
        }

        Distinct<ServiceState>(CodeWords.State);
        Distinct<ReferralState>(CodeWords.State);
        Distinct<ServiceDomain>(CodeWords.Domain);
        Distinct<DueKind>(CodeWords.Kind);
    }

    [Fact]
    public void Dates_are_told_in_Korean_time_and_no_more_precisely_than_they_are_known()
    {
        // A date does not break at the end of a line.
        static string Plain(Phrase? phrase) => phrase!.Korean.Replace('\u00A0', ' ');

        Assert.Equal("2026. 9. 21. 00:30", Plain(Dates.Instant(new(2026, 9, 20, 15, 30, 0, TimeSpan.Zero))));
        Assert.Equal(("2023. 4.부터", "since Apr 2023"), (Plain(Dates.Since(new PartialDay(2023, 4, null))), Dates.Since(new PartialDay(2023, 4, null)).English));
        Assert.Equal("2009년부터", Dates.Since(new PartialDay(2009, null, null)).Korean);
        Assert.Equal("9. 21. (월)", Plain(Dates.DayOfWeek(new(2026, 9, 21), new(2026, 1, 1))));
        Assert.Equal("2027. 9. 21. (화)", Plain(Dates.DayOfWeek(new(2027, 9, 21), new(2026, 1, 1))));
        Assert.Equal("2026. 7. 1. ~ 12. 31.", Plain(Dates.Between(new(new(2026, 7, 1), new(2026, 12, 31)))));
        Assert.Equal("2026. 7. 1. ~", Plain(Dates.Between(new(new(2026, 7, 1), null))));
        Assert.Null(Dates.Between(default));
    }

    [Theory]
    [InlineData(-2, "2일 지남", "2 days late")]
    [InlineData(-1, "1일 지남", "1 day late")]
    [InlineData(0, "오늘", "today")]
    [InlineData(1, "내일", "tomorrow")]
    [InlineData(9, "9일 뒤", "in 9 days")]
    public void Distances_are_told_as_people_say_them(int days, string korean, string english) =>
        Assert.Equal((korean, english), (Dates.Distance(days).Korean, Dates.Distance(days).English));
}
