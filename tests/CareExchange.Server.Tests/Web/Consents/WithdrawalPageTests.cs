using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Reading;
using CareExchange.Server.Web.Consents;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Tests.Web.Consents;

public sealed class WithdrawalPageTests
{
    private static readonly string[] Reasons = ["person-request", "representative-request", "purpose-ended"];

    private static readonly StandingConsent Given = new(
        "k1", 1, new("돌봄 정보 공유", "Sharing for care"), null, new(2026, 7, 1), true, true,
        [new("서대문구 통합돌봄과", new("돌봄", "care"), true, new("서대문구 통합돌봄과가 건강 정보를 봅니다.", "The municipality sees health data."), false, null)], ["health"]);

    [Fact]
    public async Task The_whole_decision_stands_on_one_page_and_nothing_is_chosen_beforehand()
    {
        var page = await Rendered.Page<WithdrawalPage>(Rendered.Context(), ("Model", new WithdrawalPageModel("p1", "김가온(가명)", Given, Reasons, "", [])));

        Assert.Equal("/persons/p1/consents/k1/withdraw", page.QuerySelector("main form")!.GetAttribute("action"));
        Assert.Contains("서대문구 통합돌봄과", page.QuerySelector(".sentences")!.Text(), StringComparison.Ordinal);
        Assert.Equal(Reasons, page.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
        Assert.Empty(page.QuerySelectorAll("input[checked]"));
        Assert.NotNull(page.QuerySelector("main form [name=form-token]"));
        Assert.Empty(page.QuerySelectorAll("textarea, input[type=text]"));
    }

    [Fact]
    public async Task What_is_missing_is_listed_and_leads_to_its_field()
    {
        var page = await Rendered.Page<WithdrawalPage>(Rendered.Context(), ("Model", new WithdrawalPageModel(
            "p1", "", Given, Reasons, "purpose-ended", [(WithdrawalPage.ConfirmId, WithdrawalWords.ConfirmMissing)])));

        var link = page.QuerySelector(".problem a")!;
        Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
        Assert.Equal("true", page.QuerySelector("#confirm")!.GetAttribute("aria-invalid"));
        Assert.Equal("purpose-ended", page.QuerySelector("input[type=radio][checked]")!.GetAttribute("value"));
    }
}
