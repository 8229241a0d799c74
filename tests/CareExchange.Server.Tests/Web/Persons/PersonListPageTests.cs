using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Server.Web.Persons;

namespace CareExchange.Server.Tests.Web.Persons;

public sealed class PersonListPageTests
{
    private static PersonListPageModel Model(string search = "", bool byName = false, string? next = null, bool isFirst = true) =>
        new(SamplePlan.Rows, search, byName, false, next, isFirst);

    [Fact]
    public async Task Every_person_has_one_row_with_what_is_due_next()
    {
        var page = await Rendered.Page<PersonListPage>(Rendered.Context(), ("Model", Model()));

        var rows = page.QuerySelectorAll("tbody tr");
        Assert.Equal(4, rows.Length);
        Assert.Equal("/persons/p1/plan", rows[0].QuerySelector("th a")!.GetAttribute("href"));
        Assert.Contains("3일 지남", rows[0].Text(), StringComparison.Ordinal);
        Assert.Contains("늦음 2", rows[0].Text(), StringComparison.Ordinal);
        Assert.Contains("예정된 일 없음", rows[3].Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_and_order_work_without_scripts_and_pages_keep_both()
    {
        var page = await Rendered.Page<PersonListPage>(Rendered.Context(), ("Model", Model("김 가&", byName: true, next: "name.p4", isFirst: false)));

        Assert.Equal(("get", "/persons"), (page.QuerySelector("form[role=search]")!.GetAttribute("method"), page.QuerySelector("form[role=search]")!.GetAttribute("action")));
        Assert.Equal("김 가&", page.QuerySelector("#search")!.GetAttribute("value"));
        Assert.Equal("/persons?search=" + Uri.EscapeDataString("김 가&") + "&order=name&after=name.p4", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal("이름 차례", page.QuerySelector(".order [aria-current]")!.Text());
    }

    [Fact]
    public async Task Nobody_found_says_so_and_repeats_the_search_as_text()
    {
        var page = await Rendered.Page<PersonListPage>(Rendered.Context(PlanLanguage.English), ("Model", Model("<b>x") with { Rows = [] }));

        Assert.Equal("No person matches “<b>x”.", page.QuerySelector(".none")!.Text());
        Assert.Empty(page.QuerySelectorAll("tbody tr"));
    }

    [Theory]
    [InlineData("서울특별시 서대문구 증가로 10길 36, 반지하 1호 (남가좌동)", "서대문구 남가좌동")]
    [InlineData("경기도 화성시 봉담읍 최루백로 1", "화성시 봉담읍")]
    [InlineData("세종특별자치시 조치원읍", "세종특별자치시 조치원읍")]
    [InlineData("어딘가", "어딘가")]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void A_place_is_told_by_district_and_neighbourhood(string? address, string? expected) => Assert.Equal(expected, ShortAddress.Of(address));
}
