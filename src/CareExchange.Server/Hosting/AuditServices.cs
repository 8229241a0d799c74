using CareExchange.Identity.Secrets;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;

namespace CareExchange.Server.Hosting;

/// <summary>What proves the audit trail, joined.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAuditKeeping(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(new AuditKeepingOptions(TimeSpan.FromMinutes(options.CheckpointMinutes ?? 10), TimeSpan.FromDays(options.AuditRetentionDays ?? 1096)))
        .AddSingleton(new CheckpointFile(options.CheckpointPath))
        .AddSingleton<AuditCheckpointStore>()
        .AddSingleton(provider => new KeyWatch(provider.GetRequiredService<StorageDatabase>(), provider.GetRequiredService<IdentitySecrets>(), options.KeyPath, provider.GetRequiredService<TimeProvider>()))
        .AddHostedService<AuditKeeping>();
}
