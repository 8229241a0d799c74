using CareExchange.Server.Web.SignIn;
using CareExchange.Server.Web.Language;

namespace CareExchange.Server.Tests.Web.SignIn;

public sealed class SignInPageTests
{
    [Fact]
    public async Task The_form_posts_with_its_token_and_knows_where_to_return()
    {
        var page = await Rendered.Page<SignInPage>(Rendered.Context(signedIn: false), ("Model", new SignInPageModel("/persons/p1/plan", "", null, null)));

        Assert.Equal("post", page.QuerySelector("main form")!.GetAttribute("method"));
        Assert.Equal("secret-token", page.QuerySelector("main form [name=form-token]")!.GetAttribute("value"));
        Assert.Equal("/persons/p1/plan", page.QuerySelector("[name=returnUrl]")!.GetAttribute("value"));
        Assert.Equal("아이디", page.QuerySelector("label[for=name]")!.Text());
        Assert.Empty(page.QuerySelectorAll("form[action='/signout']"));
    }

    [Fact]
    public async Task A_refusal_is_announced_belongs_to_the_fields_and_never_repeats_the_password()
    {
        var html = await Rendered.Html<SignInPage>(Rendered.Context(signedIn: false), ("Model", new SignInPageModel("/persons", "manager", SignInWords.Refused, null)));
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);

        Assert.Equal("alert", page.QuerySelector(".problem")!.GetAttribute("role"));
        Assert.Equal("manager", page.QuerySelector("#name")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("#password")!.GetAttribute("value"));
        Assert.Equal(("true", "problem"), (page.QuerySelector("#name")!.GetAttribute("aria-invalid"), page.QuerySelector("#name")!.GetAttribute("aria-describedby")));
    }
}
