using CareExchange.Cli.Demo;

namespace CareExchange.Journeys.Tests.Demo;

public sealed class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-readme-").FullName;

    [Fact]
    public async Task The_example_of_the_README_runs()
    {
        var (folder, cancellationToken) = (_folder, TestContext.Current.CancellationToken);
        var results = new List<DemoResult>();
        await using var run = await DemoRun.StartAsync(folder, "http://127.0.0.1:0", TimeProvider.System, cancellationToken);
        await foreach (var result in run.DeliverAsync(cancellationToken)) results.Add(result);
        var plan = await run.FindPlanAsync(cancellationToken);
        Assert.Equal(run.MessageCount, results.Count);
        Assert.EndsWith("/plan", plan!.AbsolutePath, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
