using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Layout;

/// <summary>What every component of a page needs to know about the request, and no more of it.</summary>
/// <param name="Path">Path and query of this page without the language switch; local, so it can be linked.</param>
/// <param name="Reader">Who is signed in; null on the sign-in page.</param>
/// <param name="AntiforgeryField">Name of the hidden form field.</param>
/// <param name="AntiforgeryToken">Its value.</param>
/// <param name="Now">Moment of reading, printed on paper.</param>
public sealed record PageContext(
    PlanLanguage Language,
    string Path,
    PageReader? Reader,
    string AntiforgeryField,
    string AntiforgeryToken,
    DateTimeOffset Now)
{
    public string Tag => Language == PlanLanguage.English ? "en" : "ko";

    public string OtherTag => Language == PlanLanguage.English ? "ko" : "en";

    /// <summary>This page in the other language.</summary>
    public string OtherLanguageUrl => Path + (Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + OtherTag;
}
