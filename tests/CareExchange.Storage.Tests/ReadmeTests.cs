using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_example_of_the_README_runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = Path.Combine(Path.GetTempPath(), "careexchange-tests", Guid.NewGuid().ToString("N"));
        var (options, clock) = (new StorageOptions { DataFolder = folder, Keys = [TestStore.Key] }, new TestClock());
        var json = Encoding.UTF8.GetBytes("""{"resourceType":"Patient","name":[{"family":"김","given":["가온"]}]}""");

        await using var database = await StorageDatabase.OpenAsync(options, clock, cancellationToken);
        var resources = new ResourceStore(database);
        var search = new SearchQueryParser(database);

        await using (var transaction = await resources.BeginAsync(cancellationToken))
        {
            var put = await transaction.PutAsync("Patient", "p1", json, new ResourceTags("p1", "identity", "nhis-seodaemun"), ifMatch: null, cancellationToken);
            if (put.Succeeded) await transaction.CommitAsync(cancellationToken);
        }

        var byName = search.Parse("Patient", [new("name", "김가온")], requesterKey: "nurse").Value!;
        var mine = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p1"], Categories = ["identity"] }]);
        var page = await resources.SearchAsync(byName, mine, cancellationToken);

        Assert.Equal("p1", Assert.Single(page.Matches).Id);
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
