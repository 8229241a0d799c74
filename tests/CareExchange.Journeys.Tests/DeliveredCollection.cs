namespace CareExchange.Journeys.Tests;

/// <summary>Tests that only look at what the four partners delivered share one delivery.</summary>
[CollectionDefinition(Name)]
public sealed class DeliveredCollection : ICollectionFixture<DeliveredDistrict>
{
    public const string Name = "delivered district";
}
