using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CareExchange.Journeys.Tests.Browser;

/// <summary>The delivered district with its main person's plan. Journeys that only read share one; one that changes it has its own.</summary>
public sealed class ReadingDistrict : IAsyncLifetime
{
    private readonly DeliveredDistrict _district = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => _district.Run.Gateway.Address;

    /// <summary>The main person's plan.</summary>
    public Uri Plan { get; private set; } = null!;

    /// <summary>The password of every demo account.</summary>
    public string Password => DemoWorld.Password;

    public async ValueTask InitializeAsync()
    {
        await _district.InitializeAsync();
        Plan = await _district.Run.FindPlanAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The main person's plan is not there.");
    }

    public ValueTask DisposeAsync() => _district.DisposeAsync();
}
