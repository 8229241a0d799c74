using CareExchange.Storage.Audit;

namespace CareExchange.Server.Hosting;

/// <summary>What proves the audit trail, joined.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAuditKeeping(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(new AuditKeepingOptions(TimeSpan.FromMinutes(options.CheckpointMinutes ?? 10), TimeSpan.FromDays(options.AuditRetentionDays ?? 1096)))
        .AddSingleton(new CheckpointFile(options.CheckpointPath))
        .AddSingleton<AuditCheckpointStore>()
        .AddHostedService<AuditKeeping>();
}
