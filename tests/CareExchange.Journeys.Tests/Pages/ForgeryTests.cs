using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>Another site can make a browser post, with its cookies; without the token of our own page nothing happens.</summary>
[Collection(DeliveredCollection.Name)]
public sealed class ForgeryTests(DeliveredDistrict district)
{
    [Fact]
    public async Task A_form_that_is_not_of_our_own_page_changes_nothing()
    {
        using var manager = await Staff.SignInAsync(district, "manager");
        var before = await ConsentsAsync(manager);
        var consent = System.Text.RegularExpressions.Regex.Match(before, "/consents/([^/]+)/withdraw").Groups[1].Value;
        Assert.NotEmpty(consent);

        foreach (var token in (string[])["", "CfDJ8-invented"])
        {
            (string, string)[] fields = [("reason", "person-request"), ("confirm", "yes"), ("decision", "allow"), ("name", "nurse"), ("password", DemoWorld.Password), ("form-token", token)];
            foreach (var path in (string[])[$"persons/{district.Person}/consents/{consent}/withdraw", "connect/authorize", "signin", "signout"])
            {
                Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await manager.PostAsync(path, fields)).Status));
            }
        }

        Assert.Equal(before, await ConsentsAsync(manager));
    }

    private async Task<string> ConsentsAsync(Staff reader)
    {
        var page = Encoding.UTF8.GetString((await reader.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK).Bytes);
        var from = page.IndexOf("id=\"consents\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
    }
}
