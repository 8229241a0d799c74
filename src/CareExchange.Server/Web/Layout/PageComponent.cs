using CareExchange.Exchange.CarePlans.Lines;
using Microsoft.AspNetCore.Components;

namespace CareExchange.Server.Web.Layout;

/// <summary>A component that speaks the page's language.</summary>
/// <remarks>Everything is rendered once on the server; there is no circuit, no state and no event handler.</remarks>
public abstract class PageComponent : ComponentBase
{
    [CascadingParameter]
    public PageContext Page { get; set; } = null!;

    /// <summary>One of the gateway's own words, which exist in both languages.</summary>
    protected string T(Phrase phrase) => phrase.In(Page.Language);

    /// <summary>The language tag to mark a text with, or null when it is already in the page's language (WCAG 3.1.2).</summary>
    protected string? LanguageOf(Phrase phrase) => phrase.IsIn(Page.Language) ? null : "ko";
}
