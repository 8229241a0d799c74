using CareExchange.Cli.Demo;

namespace CareExchange.Journeys.Tests.World;

/// <summary>The simulated district after its four partners delivered everything.</summary>
public sealed class DeliveredDistrict : District
{
    /// <summary>Patient id of A씨.</summary>
    public string Person { get; private set; } = "";

    internal IReadOnlyList<DemoResult> Results { get; private set; } = [];

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Results = await DeliverAsync();
        Person = (await Run.FindPlanAsync(TestContext.Current.CancellationToken))!.Segments[2].Trim('/');
    }

    internal async Task<IReadOnlyList<DemoResult>> DeliverAsync()
    {
        var results = new List<DemoResult>();
        await foreach (var result in Run.DeliverAsync(TestContext.Current.CancellationToken)) results.Add(result);
        return results;
    }
}
