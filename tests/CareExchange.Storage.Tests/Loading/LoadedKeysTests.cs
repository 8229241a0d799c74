using CareExchange.Storage.Loading;

namespace CareExchange.Storage.Tests.Loading;

public sealed class LoadedKeysTests
{
    [Fact]
    public void What_was_added_is_always_known_again_and_hardly_anything_else_is()
    {
        var keys = new LoadedKeys();

        var mistaken = Enumerable.Range(0, 100_000).Count(number => keys.Add("Observation", $"o{number}"));

        Assert.True(mistaken < 10, $"{mistaken} were taken for seen");
        Assert.All(Enumerable.Range(0, 100_000), number => Assert.True(keys.Add("Observation", $"o{number}")));
        Assert.False(keys.Add("Patient", "o1"));
    }
}
