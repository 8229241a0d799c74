namespace CareExchange.Storage.Jobs;

/// <summary>A job in the hands of one runner until a point in time; then another one may take it.</summary>
/// <param name="Job">The job as it stood when it was taken.</param>
/// <param name="Token">Proves the lease: whoever comes with an old token changes nothing.</param>
public sealed record JobLease(JobRow Job, string Token);
