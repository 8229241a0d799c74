using CareExchange.Exchange.Jobs;
using CareExchange.Storage.Jobs;

namespace CareExchange.Server.Hosting;

/// <summary>The rooms of jobs, joined. A kind is added as a further <see cref="IJobKind"/>.</summary>
internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton(new JobRunnerOptions())
        .AddSingleton<JobStore>()
        .AddSingleton<JobQueue>()
        .AddSingleton<JobRunner>()
        .AddHostedService<JobService>();
}
