namespace CareExchange.Journeys.Tests.Browser;

/// <summary>Delivering takes seconds, so readers share.</summary>
[CollectionDefinition(Name)]
public sealed class SharedReadingDistrict : ICollectionFixture<ReadingDistrict>
{
    public const string Name = "shared reading district";
}
