using CareExchange.Exchange.Intake;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Web.Delivery;

/// <summary>How many doubtful matches wait, for the bar at the top of every page of those who decide them.</summary>
internal sealed class MatchCounts(MatchReviews matches, PairReviews pairs) : IEndpointFilter
{
    private static readonly object Key = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;

        // An app's request comes before anybody has signed in.
        if (http.Caller is not null && MatchReviews.MayDecide(http.Requester)) http.Items[Key] = await matches.CountAsync(http.RequestAborted) + await pairs.CountAsync(http.RequestAborted);
        return await next(context);
    }

    /// <summary>How many wait; null for whoever does not decide them.</summary>
    public static long? Of(HttpContext http) => http.Items.TryGetValue(Key, out var count) ? (long)count! : null;
}
