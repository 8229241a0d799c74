using System.Text.Json;
using System.Text.Json.Serialization;
using CareExchange.Cli.Input;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Serve;

/// <summary>The file that <c>careexchange serve</c> reads: the gateway's options, and who is registered when it starts.</summary>
internal sealed record ServeOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The gateway itself.</summary>
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>Staff. A password comes from the environment variable <c>CAREEXCHANGE_PASSWORD_name</c>, never from the file.</summary>
    public IReadOnlyList<StaffOptions> Staff { get; init; } = [];

    /// <summary>The partners' machine clients with their public keys.</summary>
    public IReadOnlyList<ClientOptions> Clients { get; init; } = [];

    /// <summary>Reads the file; the options of a fresh gateway where there is none.</summary>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static async Task<ServeOptions> ReadAsync(FileInfo? config, CancellationToken cancellationToken)
    {
        var options = config is null
            ? new ServeOptions()
            : JsonSerializer.Deserialize<ServeOptions>(await File.ReadAllBytesAsync(config.FullName, cancellationToken), Json) ?? throw new InvalidDataException("The options file is empty.");

        // Secrets come from the environment, so that the file can be shown to anybody.
        return options with { Gateway = options.Gateway with { PostgresConnection = GatewayCommand.PostgresOfEnvironment ?? options.Gateway.PostgresConnection } };
    }
}
