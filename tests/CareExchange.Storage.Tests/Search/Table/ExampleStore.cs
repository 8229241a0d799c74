using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>A database that holds the official examples.</summary>
internal static class ExampleStore
{
    public static async Task<TestStore> OpenAsync(DatabaseKind kind, IReadOnlyList<Example> examples, Func<Example, ResourceTags>? tags = null)
    {
        var store = await TestStore.OpenAsync(kind);
        await using var transaction = await store.Resources.BeginAsync(default);
        foreach (var example in examples)
        {
            var put = await transaction.PutAsync(example.Type, example.Id, example.Json, tags?.Invoke(example) ?? new(null, "clinical", "hl7"), ifMatch: null, default);
            Assert.True(put.Succeeded, $"{example}: {string.Join("; ", put.Issues.Select(issue => issue.English))}");
        }

        await transaction.CommitAsync(default);
        if (kind == DatabaseKind.Postgres) await store.AnalyzeAsync();
        return store;
    }

    /// <summary>The parameters of a type that an expression defines, Resource's and DomainResource's among them.</summary>
    public static IEnumerable<SearchParameterDefinition> Parameters(Schema schema, string type) => schema.SearchParameters
        .Where(parameter => parameter.Base.Any(name => name == type || name is "Resource" or "DomainResource"))
        .Where(parameter => parameter is { Expression: not null, Type: not ("composite" or "special") } && parameter.Code is not ("_id" or "_lastUpdated" or "_profile"))
        .Where(parameter => schema.FindSearchParameter(type, parameter.Code) == parameter);

    /// <summary>The ids of all pages, in their order.</summary>
    public static async Task<IReadOnlyList<string>> PagesAsync(TestStore store, string type, string query, AccessPredicate access, int count, SearchCompartment? compartment = null)
    {
        var ids = new List<string>();
        var request = store.Query(type, $"{query}&_count={count}", compartment: compartment);
        for (var pages = 0; pages < 1000; pages++)
        {
            var found = await store.Resources.SearchAsync(request, access, default);
            ids.AddRange(found.Matches.Select(match => match.Id));
            if (found.NextCursor is not { } next) return ids;
            request = store.Query(type, $"_cursor={next}", compartment: compartment);
        }

        throw new InvalidOperationException("The pages do not end.");
    }
}
