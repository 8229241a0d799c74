namespace CareExchange.Journeys.Tests.World;

/// <summary>Tests that need a running gateway and make their own data share one: starting costs seconds.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDistrict : ICollectionFixture<District>
{
    public const string Name = "shared district";
}
