using AngleSharp.Dom;
using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Tests.Web.Plan;

public sealed class PlanPageTests
{
    [Fact]
    public async Task The_page_begins_with_the_person_and_then_what_is_due_late_things_first()
    {
        var page = await Rendered.Plan(SamplePlan.Full);

        Assert.Equal("h1 김가온(가명)", page.Headings()[0]);
        Assert.Equal("h2 다음에 할 일", page.Headings()[1]);
        Assert.Contains("3일 지남", page.QuerySelector(".due-list li")!.Text(), StringComparison.Ordinal);
        Assert.Contains("78세", page.QuerySelector(".person-vitals")!.Text(), StringComparison.Ordinal);
        Assert.Contains("실거주지와 다름", page.QuerySelector(".person-facts")!.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlanLanguage.Korean)]
    [InlineData(PlanLanguage.English)]
    public async Task The_page_has_its_landmarks_and_no_heading_level_is_skipped(PlanLanguage language)
    {
        var page = await Rendered.Plan(SamplePlan.Full, language);

        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Single(page.QuerySelectorAll("body > header"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.All(page.QuerySelectorAll("nav"), nav => Assert.False(string.IsNullOrEmpty(nav.GetAttribute("aria-label"))));
        Assert.Equal("#main", page.Body!.QuerySelector("a")!.GetAttribute("href"));
        var previous = 0;
        foreach (var heading in page.QuerySelectorAll("h1, h2, h3, h4").Where(heading => heading.Closest("[popover]") is null))
        {
            var level = heading.LocalName[1] - '0';
            Assert.True(level <= previous + 1, $"{heading.LocalName} \"{heading.Text()}\" follows h{previous}");
            previous = level;
        }
    }

    [Fact]
    public async Task Every_line_names_who_said_it_and_every_source_can_be_opened()
    {
        var page = await Rendered.Plan(SamplePlan.Full);

        foreach (var line in page.QuerySelectorAll(".facts > li, .people > li, .services tbody tr:not(.domain-row), .consents tbody tr:not(.domain-row), .referral, .stay-list > li, .score-card"))
        {
            Assert.True(line.QuerySelector(".chip") is not null, "No source: " + line.Text());
        }

        Assert.All(page.QuerySelectorAll("[popovertarget]"), button => Assert.NotNull(page.GetElementById(button.GetAttribute("popovertarget")!)));
        var card = page.GetElementById("source-2")!.Text();
        Assert.Contains("홍제 재택의료센터", card, StringComparison.Ordinal);
        Assert.Contains("DocumentReference/doc-2", card, StringComparison.Ordinal);
        Assert.Contains("Provenance/prov-2", card, StringComparison.Ordinal);
        Assert.Contains("clinic-discharge 1.0.0", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_unique_and_every_link_within_the_page_arrives()
    {
        var page = await Rendered.Plan(SamplePlan.Full);
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(page.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), element => Assert.Contains(element.GetAttribute("aria-labelledby"), ids));
    }

    [Theory]
    [InlineData(PlanLanguage.Korean)]
    [InlineData(PlanLanguage.English)]
    public async Task A_reader_who_may_see_little_gets_a_page_without_a_trace_of_the_rest(PlanLanguage language)
    {
        var page = await Rendered.Plan(SamplePlan.Small, language);

        var expected = language == PlanLanguage.Korean
            ? new[] { "h1 김가온(가명)", "h2 다음에 할 일", "h2 서비스", "h2 왜 볼 수 있나", "h2 출처" }
            : ["h1 김가온(가명)", "h2 Due next", "h2 Services", "h2 Why you may see this", "h2 Sources"];
        Assert.Equal(expected, page.Headings().Where(heading => !heading.Contains('1') || heading.StartsWith("h1", StringComparison.Ordinal)));
        var text = page.Body!.Text();
        foreach (var absent in new[] { "의료", "Medical", "치매", "Dementia", "국민건강보험공단", "홍제", "동의 기간", "가림", "withheld", "hidden" })
        {
            Assert.DoesNotContain(absent, text.Replace("의료·요양", ""), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_English_page_marks_what_stays_Korean()
    {
        var page = await Rendered.Plan(SamplePlan.Full, PlanLanguage.English);

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("ko", page.QuerySelector(".bar-link[hreflang]")!.GetAttribute("hreflang"));
        Assert.Contains("3 times a week (Mon, Wed, Fri)", page.QuerySelector(".services")!.Text(), StringComparison.Ordinal);
        foreach (var node in page.Body!.QuerySelectorAll("*").Where(element => element.ChildNodes.Any(child => child is IText text && text.Data.Any(character => character is >= '가' and <= '힣'))))
        {
            Assert.True(node.Closest("[lang=ko]") is not null || node.Closest(".bar, .edition, title") is not null, "Korean without a mark: " + node.OuterHtml);
        }
    }

    [Fact]
    public async Task Nothing_inline_and_nothing_from_outside_stands_in_the_page()
    {
        var page = await Rendered.Plan(SamplePlan.Full, withdrawable: new HashSet<string> { "k1", "k2" });

        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src]), iframe, object, embed, base"));
        foreach (var element in page.All)
        {
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            foreach (var name in new[] { "src", "href", "action", "hx-get" })
            {
                if (element.GetAttribute(name) is { } address) Assert.True(address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) || address.StartsWith('#') || address.StartsWith("tel:", StringComparison.Ordinal), address);
            }
        }
    }

    [Fact]
    public async Task A_hostile_name_is_shown_as_text()
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
        var plan = SamplePlan.Full with
        {
            Person = SamplePlan.Full.Person with { Name = hostile, ActualAddress = hostile, Phones = ["02-1234\" onclick=\"x"] },
            Due = [SamplePlan.Full.Due[0] with { Text = SamplePlan.P(hostile) }],
        };

        var page = await Rendered.Plan(plan);

        Assert.Equal(hostile, page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Empty(page.QuerySelectorAll("img, script:not([src])"));
        Assert.Equal("tel:021234", page.QuerySelector(".person-facts .phone")!.GetAttribute("href"));
        Assert.DoesNotContain(page.All, element => element.HasAttribute("onerror") || element.HasAttribute("onclick"));
    }

    [Fact]
    public async Task Only_what_may_be_withdrawn_has_a_link_for_it()
    {
        var page = await Rendered.Plan(SamplePlan.Full, withdrawable: new HashSet<string> { "k2" });

        Assert.Equal(["/persons/p1/consents/k2/withdraw"], page.QuerySelectorAll(".withdraw").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_person_with_many_long_lines_keeps_one_row_for_each()
    {
        var service = SamplePlan.Full.Services[1].Services[0];
        var many = Enumerable.Range(0, 40).Select(number => service with { Reference = "ServiceRequest/x" + number, Text = SamplePlan.P("아주아주긴서비스이름" + new string('가', 60) + number) }).ToList();

        var page = await Rendered.Plan(SamplePlan.Full with { Services = [new(ServiceDomain.Care, many)] });

        Assert.Equal(40, page.QuerySelectorAll(".services tbody tr:not(.domain-row)").Length);
        Assert.Equal("40", page.QuerySelector(".domain-row .count")!.Text());
    }

    [Fact]
    public async Task What_is_late_is_never_folded_away()
    {
        var late = Enumerable.Range(1, 12).Select(day => SamplePlan.Full.Due[0] with { DaysLeft = -day }).ToList();

        var page = await Rendered.Plan(SamplePlan.Full with { Due = [.. late, .. SamplePlan.Full.Due.Skip(1)] });

        Assert.Equal(12, page.QuerySelectorAll(".due > .due-list > li").Length);
        Assert.Equal(6, page.QuerySelectorAll(".due details li").Length);
    }

    [Fact]
    public async Task The_paper_carries_the_edition_the_moment_and_the_reader()
    {
        var text = (await Rendered.Plan(SamplePlan.Full)).QuerySelector(".edition")!.Text();

        Assert.Contains("7F3A21C9", text, StringComparison.Ordinal);
        Assert.Contains("2026. 9. 21. 09:05", text, StringComparison.Ordinal);
        Assert.Contains("이음(가명)", text, StringComparison.Ordinal);
    }
}
