using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>Stands between the server and the application: answers plain reads, searches and creates itself and hands on everything else.</summary>
/// <remarks>For a request that is handed on, the application makes its own context as ever. A failure before anything was answered is handed on too, so that it is told as every other.</remarks>
internal sealed class PlainReadApplication<TContext>(IHttpApplication<TContext> application, Lazy<PlainRead> reads, Lazy<PlainSearch> searches, Lazy<PlainCreate> creates) : IHttpApplication<PlainReadApplication<TContext>.Exchange>
    where TContext : notnull
{
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        // The server keeps one for each connection.
        if (contextFeatures is not IHostContextContainer<Exchange> container) return new Exchange(contextFeatures);
        var exchange = container.HostContext ??= new Exchange(contextFeatures);
        exchange.Features = contextFeatures;
        return exchange;
    }

    public Task ProcessRequestAsync(Exchange context)
    {
        var request = PlainRequest.Feature<IHttpRequestFeature>(context.Features);
        if (reads.Value.TryParse(request, out var type, out var id)) return AnswerAsync(context, reads.Value.TryAnswerAsync(context.Features, context.Memory, type, id));
        if (searches.Value.TryParse(request, out type)) return AnswerAsync(context, searches.Value.TryAnswerAsync(context.Features, context.Memory, type));
        return creates.Value.TryParse(request, out type) ? AnswerAsync(context, creates.Value.TryAnswerAsync(context.Features, context.Memory, type)) : HandOnAsync(context);
    }

    public void DisposeContext(Exchange context, Exception? exception)
    {
        if (context.IsHandedOn) application.DisposeContext(context.Inner!, exception);
        (context.IsHandedOn, context.Inner) = (false, default);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The application meets it again, and tells it.")]
    private async Task AnswerAsync(Exchange context, ValueTask<bool> answer)
    {
        try
        {
            if (await answer) return;
        }
        catch (Exception) when (!context.Features.GetRequiredFeature<IHttpResponseFeature>().HasStarted)
        {
            context.Features.GetRequiredFeature<IHttpResponseFeature>().Headers.Clear();
        }

        await HandOnAsync(context);
    }

    private Task HandOnAsync(Exchange context)
    {
        context.Inner = application.CreateContext(context.Features);
        context.IsHandedOn = true;
        return application.ProcessRequestAsync(context.Inner);
    }

    /// <summary>One request at a time.</summary>
    internal sealed class Exchange(IFeatureCollection features)
    {
        public IFeatureCollection Features { get; set; } = features;

        public PlainReadMemory Memory { get; } = new();

        public TContext? Inner { get; set; }

        public bool IsHandedOn { get; set; }
    }
}
