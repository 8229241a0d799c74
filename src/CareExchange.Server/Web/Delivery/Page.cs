using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CareExchange.Server.Web.Delivery;

/// <summary>A rendered page as an answer.</summary>
internal static class Page
{
    public static IResult Of<TPage>(HttpContext http, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent => Of<TPage>(StatusCodes.Status200OK, http, parameters);

    public static IResult Of<TPage>(int status, HttpContext http, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Context"] = PageContexts.Of(http) };
        foreach (var (name, value) in parameters) all[name] = value;

        // Finished before it is sent: a page cut in the middle would look like a plan with less in it.
        return new RazorComponentResult<TPage>(all) { StatusCode = status, PreventStreamingRendering = true };
    }
}
