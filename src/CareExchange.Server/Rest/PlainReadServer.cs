using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>The web server, with plain reads, searches and creates answered before the application hears of them.</summary>
internal sealed class PlainReadServer(IServer server, Lazy<PlainRead> reads, Lazy<PlainSearch> searches, Lazy<PlainCreate> creates) : IServer
{
    /// <summary>Puts itself before the server that is registered.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new PlainReadServer(
            (IServer)(registered.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)),
            new(provider.GetRequiredService<PlainRead>),
            new(provider.GetRequiredService<PlainSearch>),
            new(provider.GetRequiredService<PlainCreate>)));
    }

    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(new PlainReadApplication<TContext>(application, reads, searches, creates), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
