namespace CareExchange.Journeys.Tests.World;

/// <summary>Tests that only look at what the four partners delivered share one delivery.</summary>
[CollectionDefinition(Name)]
public sealed class DeliveredCollection : ICollectionFixture<DeliveredDistrict>
{
    public const string Name = "delivered district";
}
