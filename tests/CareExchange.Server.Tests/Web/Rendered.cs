using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Server.Web.Layout;
using CareExchange.Server.Web.Plan;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CareExchange.Server.Tests.Web;

/// <summary>Pages rendered as the server renders them, and parsed as a browser does.</summary>
internal static class Rendered
{
    public static readonly DateTimeOffset Now = new(2026, 9, 21, 9, 5, 0, TimeSpan.FromHours(9));

    public static PageContext Context(PlanLanguage language = PlanLanguage.Korean, bool signedIn = true) =>
        new(language, "/persons/p1/plan", signedIn ? new("이음(가명)", "case-manager", "서대문구 통합돌봄과") : null, "form-token", "secret-token", Now);

    public static Task<IDocument> Plan(SharedCarePlan plan, PlanLanguage language = PlanLanguage.Korean, IReadOnlySet<string>? withdrawable = null) =>
        Page<PlanPage>(Context(language), ("Model", new PlanPageModel(
            plan, [new(new("본인 동의에 따라 볼 수 있습니다.", "The person's consent lets you see this."), ["Consent/k1 v1"])], withdrawable ?? new HashSet<string>(), true, null)));

    public static async Task<IDocument> Page<TPage>(PageContext context, params (string Name, object? Value)[] parameters)
        where TPage : IComponent =>
        new HtmlParser().ParseDocument(await Html<TPage>(context, parameters));

    public static async Task<string> Html<TPage>(PageContext context, params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var all = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        all["Context"] = context;
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(all))).ToHtmlString());
    }

    public static string Text(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static IReadOnlyList<string> Headings(this IDocument page) => [.. page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName + " " + heading.Text())];
}
