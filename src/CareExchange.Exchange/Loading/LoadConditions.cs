using System.Collections.Concurrent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Loading;

/// <summary>Conditions that one load has asked already (<c>Practitioner?identifier=…</c>), so that thousands of Bundles ask each once. Thread-safe.</summary>
internal sealed class LoadConditions
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>True for a text that asks: a conditional reference (R4 http.html#trules).</summary>
    public static bool Asks(string reference) =>
        reference.IndexOf('?', StringComparison.Ordinal) is > 0 and var mark && !reference.AsSpan(0, mark).ContainsAny('/', ':');

    /// <summary>The id that a condition found before.</summary>
    public bool TryFind(string condition, out string id) => _known.TryGetValue(condition, out id!);

    /// <summary>Asks the store; null where nothing is found, which is not remembered.</summary>
    public async Task<Outcome<string?>> AskAsync(WriteUnit unit, string condition, AccessPredicate access, CancellationToken cancellationToken)
    {
        if (TryFind(condition, out var known)) return Outcome.Success<string?>(known);
        var mark = condition.IndexOf('?', StringComparison.Ordinal);
        var found = await unit.FindAsync(condition[..mark], condition[(mark + 1)..], access, cancellationToken);
        if (found.Issues.Count > 0) return Outcome.Failure<string?>(found.Issues);
        if (found.Value is { } resource) _known[condition] = resource.Id;
        return Outcome.Success(found.Value?.Id);
    }
}
