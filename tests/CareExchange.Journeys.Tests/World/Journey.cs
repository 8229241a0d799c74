using CareExchange.Journeys.Tests.World;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CareExchange.Journeys.Tests.World;

/// <summary>Journeys that only read share one demo.</summary>
[CollectionDefinition(Name)]
public sealed class Journey : ICollectionFixture<RunningDemo>
{
    public const string Name = "reading journeys";
}
