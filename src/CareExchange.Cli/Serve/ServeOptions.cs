using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Serve;

/// <summary>The file that <c>careexchange serve</c> reads: the gateway's options, and who is registered when it starts.</summary>
internal sealed record ServeOptions
{
    /// <summary>The gateway itself.</summary>
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>Staff. A password comes from the environment variable <c>CAREEXCHANGE_PASSWORD_name</c>, never from the file.</summary>
    public IReadOnlyList<StaffOptions> Staff { get; init; } = [];

    /// <summary>The partners' machine clients with their public keys.</summary>
    public IReadOnlyList<ClientOptions> Clients { get; init; } = [];
}
